#include "pem/encoding.h"

#include <optional>

#include "pem/limits.h"

namespace popcert::pem {
namespace {

enum class Order : std::uint8_t { kLittleEndian, kBigEndian };

constexpr std::size_t kSampleUnits = 32;

bool starts_with(Bytes octets, std::initializer_list<std::uint8_t> mark) {
  return octets.size() >= mark.size() && std::equal(mark.begin(), mark.end(), octets.begin());
}

std::uint32_t unit_at(Bytes in, std::size_t at, Order order) {
  const std::uint32_t first = in[at], second = in[at + 1];
  return order == Order::kLittleEndian ? second << 8 | first : first << 8 | second;
}

/// UTF-16 without a mark: text that begins with ASCII has a NUL in every other octet, which no other text has.
std::optional<Order> guess_order(Bytes in) {
  const std::size_t units = std::min(in.size() / 2, kSampleUnits);
  if (units < 4) return std::nullopt;
  for (const auto order : {Order::kLittleEndian, Order::kBigEndian}) {
    std::size_t ascii = 0;
    for (std::size_t i = 0; i < units; ++i) {
      const auto unit = unit_at(in, 2 * i, order);
      ascii += unit != 0 && unit < 0x80;
    }
    if (ascii == units) return order;
  }
  return std::nullopt;
}

/// Octets of the character in UTF-8 (RFC 3629 3), written to `out` unless that is null.
std::size_t put(std::uint32_t character, std::uint8_t* out) {
  const auto octet = [&](unsigned shift, std::uint32_t head) {
    return static_cast<std::uint8_t>(head | (character >> shift & 0x3f));
  };
  if (character < 0x80) {
    if (out) out[0] = static_cast<std::uint8_t>(character);
    return 1;
  }
  if (character < 0x800) {
    if (out) out[0] = octet(6, 0xc0), out[1] = octet(0, 0x80);
    return 2;
  }
  if (character < 0x10000) {
    if (out)
      out[0] = static_cast<std::uint8_t>(0xe0 | character >> 12), out[1] = octet(6, 0x80), out[2] = octet(0, 0x80);
    return 3;
  }
  if (out) {
    out[0] = static_cast<std::uint8_t>(0xf0 | character >> 18), out[1] = octet(12, 0x80);
    out[2] = octet(6, 0x80), out[3] = octet(0, 0x80);
  }
  return 4;
}

/// The size in UTF-8, or nothing for broken UTF-16 (RFC 2781 2.2); writes to `out` unless that is null.
std::optional<std::size_t> utf8_from_utf16(Bytes in, Order order, std::uint8_t* out) {
  if (in.size() % 2 != 0) return std::nullopt;
  std::size_t size = 0;
  for (std::size_t at = 0; at < in.size(); at += 2) {
    auto character = unit_at(in, at, order);
    if (character >= 0xd800 && character < 0xe000) {
      if (character >= 0xdc00 || in.size() - at < 4) return std::nullopt;
      at += 2;
      const auto low = unit_at(in, at, order);
      if (low < 0xdc00 || low >= 0xe000) return std::nullopt;
      character = 0x10000 + ((character & 0x3ff) << 10 | (low & 0x3ff));
    }
    size += put(character, out ? out + size : nullptr);
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

bool is_blank(Bytes text) {
  return std::all_of(text.begin(), text.end(), [](auto c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
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
