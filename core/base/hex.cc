#include "base/hex.h"

#include <algorithm>

namespace popcert {

std::string hex(Bytes octets) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const auto octet : octets) {
    out += kDigits[octet >> 4];
    out += kDigits[octet & 15];
  }
  return out;
}

std::optional<unsigned> hex_digit(std::uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

Digits digits_at(Bytes text, unsigned base, std::size_t most) {
  Digits digits{0, 0};
  for (; digits.count < std::min(most, text.size()); ++digits.count) {
    const auto digit = hex_digit(text[digits.count]);
    if (!digit || *digit >= base) break;
    digits.number = digits.number * base + *digit;
  }
  return digits;
}

}  // namespace popcert
