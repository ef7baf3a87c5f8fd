#include "base/hex.h"

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

}  // namespace popcert
