#include "pem/secret_pem.h"

#include <string>

namespace popcert::pem {
namespace {

constexpr std::size_t kColumns = 64;

/// All ones if a >= b, both below 2^31.
std::uint32_t at_least(std::uint32_t a, std::uint32_t b) { return ((a - b) >> 31) - 1; }

/// The digit of six bits (RFC 4648 4): each range of the alphabet lies at another distance from its value.
std::uint8_t digit_of(std::uint32_t six) {
  std::uint32_t c = six + 'A';
  c += at_least(six, 26) & ('a' - 'Z' - 1);
  c -= at_least(six, 52) & ('a' + 52 - 26 - '0');
  c -= at_least(six, 62) & ('0' + 62 - 52 - '+');
  c += at_least(six, 63) & ('/' - '+' - 1);
  return static_cast<std::uint8_t>(c);
}

}  // namespace

Secret encode_secret_pem(std::string_view label, Bytes der) {
  const std::string begin = "-----BEGIN " + std::string(label) + "-----\n",
                    end = "-----END " + std::string(label) + "-----\n";
  const std::size_t digits = (der.size() + 2) / 3 * 4;
  Secret out(begin.size() + digits + (digits + kColumns - 1) / kColumns + end.size());
  auto at = std::copy(begin.begin(), begin.end(), out.writable().begin());
  std::size_t column = 0;
  for (std::size_t i = 0; i < der.size(); i += 3) {
    const std::size_t left = der.size() - i;
    const std::uint32_t group = std::uint32_t{der[i]} << 16 | (left > 1 ? std::uint32_t{der[i + 1]} << 8 : 0) |
                                (left > 2 ? std::uint32_t{der[i + 2]} : 0);
    for (std::size_t k = 0; k < 4; ++k) *at++ = k > left ? '=' : digit_of(group >> (18 - 6 * k) & 63);
    column += 4;
    if (column == kColumns || left <= 3) *at++ = '\n', column = 0;
  }
  std::copy(end.begin(), end.end(), at);
  return out;
}

}  // namespace popcert::pem
