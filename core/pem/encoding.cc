#include "pem/encoding.h"

#include <optional>

#include "base/limits.h"
#include "pem/blank.h"
#include "pem/unicode.h"

namespace popcert::pem {
namespace {

constexpr std::size_t kSampleUnits = 32;

bool starts_with(Bytes octets, std::initializer_list<std::uint8_t> mark) {
  return octets.size() >= mark.size() && std::equal(mark.begin(), mark.end(), octets.begin());
}

/// UTF-16 without a mark: text that begins with ASCII has a NUL in every other octet, which no other text has.
std::optional<Order> guess_order(Bytes in) {
  const std::size_t units = std::min(in.size() / 2, kSampleUnits);
  if (units < 4) return std::nullopt;
  for (const auto order : {Order::kLittleEndian, Order::kBigEndian}) {
    std::size_t ascii = 0;
    for (std::size_t i = 0; i < units; ++i) {
      const bool big = order == Order::kBigEndian;
      const auto high = in[2 * i + !big], low = in[2 * i + big];
      ascii += high == 0 && low != 0 && low < 0x80;
    }
    if (ascii == units) return order;
  }
  return std::nullopt;
}

/// The size in UTF-8, or nothing for broken UTF-16 (RFC 2781 2.2); writes to `out` unless that is null.
std::optional<std::size_t> utf8_from_utf16(Bytes in, Order order, std::uint8_t* out) {
  std::size_t size = 0;
  for (std::size_t at = 0; at < in.size();) {
    const auto character = next_utf16(in, at, order);
    if (!character) return std::nullopt;
    size += put_utf8(*character, out != nullptr ? out + size : nullptr);
  }
  return size;
}

Result<Secret> decode_utf16(Bytes in, Order order) {
  const auto size = utf8_from_utf16(in, order, nullptr);
  if (!size) return Error{ErrorCode::kTextMalformed};
  Secret text(*size);
  utf8_from_utf16(in, order, text.writable().data());
  return text;
}

Result<Secret> decode(Bytes file) {
  if (starts_with(file, {0xef, 0xbb, 0xbf})) return Secret::copy_of(file.subspan(3));
  if (starts_with(file, {0xff, 0xfe})) return decode_utf16(file.subspan(2), Order::kLittleEndian);
  if (starts_with(file, {0xfe, 0xff})) return decode_utf16(file.subspan(2), Order::kBigEndian);
  if (const auto order = guess_order(file)) return decode_utf16(file, *order);
  return Secret::copy_of(file);
}

}  // namespace

Result<Secret> decode_text(Bytes file) {
  if (file.size() > kMaxInputOctets) return Error{ErrorCode::kInputTooLarge, 0, kMaxInputOctets >> 20};
  auto text = decode(file);
  if (text && is_blank(text->expose())) return Error{ErrorCode::kInputEmpty};
  return text;
}

bool is_text(Bytes octets) {
  // 1A ends a file in DOS, 1B colours a terminal's log.
  std::uint32_t control = 0;
  // With & throughout: && may become a branch, and the octets may be those of a key.
  for (const std::uint32_t c : octets) control |= (c < 0x20) & (c - '\t' > '\r' - '\t') & (c != 0x1a) & (c != 0x1b);
  return control == 0;
}

}  // namespace popcert::pem
