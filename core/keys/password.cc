#include "keys/password.h"

#include <optional>

namespace popcert::keys {
namespace {

/// Octets that follow the first one of a UTF-8 sequence, and the smallest code point that needs them (RFC 3629 3).
struct Sequence {
  std::size_t following;
  std::uint32_t bits, least;
};

std::optional<Sequence> sequence_of(std::uint8_t first) {
  if (first < 0x80) return Sequence{0, first, 0};
  if (first < 0xc0) return std::nullopt;
  if (first < 0xe0) return Sequence{1, first & 0x1fu, 0x80};
  if (first < 0xf0) return Sequence{2, first & 0x0fu, 0x800};
  if (first < 0xf8) return Sequence{3, first & 0x07u, 0x10000};
  return std::nullopt;
}

/// UTF-16 in big-endian order, then a pair of NUL octets; nothing if the octets are not UTF-8.
std::optional<Secret> utf16_of(Bytes utf8) {
  Secret room(2 * utf8.size() + 2);
  std::size_t used = 0;
  const auto put = [&](std::uint32_t unit) {
    room.writable()[used++] = static_cast<std::uint8_t>(unit >> 8);
    room.writable()[used++] = static_cast<std::uint8_t>(unit);
  };
  for (std::size_t at = 0; at < utf8.size();) {
    const auto sequence = sequence_of(utf8[at++]);
    if (!sequence || utf8.size() - at < sequence->following) return std::nullopt;
    std::uint32_t point = sequence->bits;
    for (std::size_t i = 0; i < sequence->following; ++i) {
      const std::uint8_t octet = utf8[at++];
      if ((octet & 0xc0) != 0x80) return std::nullopt;
      point = point << 6 | (octet & 0x3fu);
    }
    const bool surrogate = point >= 0xd800 && point < 0xe000;
    if (point < sequence->least || point > 0x10ffff || surrogate) return std::nullopt;
    if (point >= 0x10000) put(0xd800 + ((point - 0x10000) >> 10));
    put(point >= 0x10000 ? 0xdc00 + (point & 0x3ff) : point);
  }
  return Secret::copy_of(room.expose().first(used + 2));
}

Secret widened(Bytes octets) {
  Secret out(2 * octets.size() + 2);
  for (std::size_t i = 0; i < octets.size(); ++i) out.writable()[2 * i + 1] = octets[i];
  return out;
}

}  // namespace

std::vector<Secret> bmp_passwords(Bytes utf8) {
  std::vector<Secret> forms;
  std::uint8_t all = 0;
  for (const std::uint8_t octet : utf8) all |= octet;
  if (auto utf16 = utf16_of(utf8)) forms.push_back(std::move(*utf16));
  if (all >= 0x80) forms.push_back(widened(utf8));
  if (utf8.empty()) forms.emplace_back();
  return forms;
}

}  // namespace popcert::keys
