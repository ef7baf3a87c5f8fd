#include "crypto/constant_time.h"

extern "C" void popcert_declassify(void*, std::size_t) {}

namespace popcert::crypto {

std::uint32_t is_zero(std::uint32_t x) { return 1 ^ ((x | (0 - x)) >> 31); }

std::uint32_t same_octets(Bytes a, Bytes b) {
  if (a.size() != b.size()) return 0;
  std::uint32_t difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= a[i] ^ b[i];
  return is_zero(difference);
}

Secret fitted(Bytes number, std::size_t octets, std::uint32_t& fits) {
  Secret out(octets);
  std::uint32_t excess = 0;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const std::size_t from_end = number.size() - i;
    if (from_end > octets)
      excess |= number[i];
    else
      out.writable()[octets - from_end] = number[i];
  }
  fits = is_zero(excess);
  return out;
}

}  // namespace popcert::crypto
