#pragma once

#include <cstddef>
#include <cstdint>

#include "base/secret.h"

/// Says that these octets, computed from secrets, are public from here on: that a key was refused and why, a public
/// key, a signature. Does nothing; tests/constant_time replaces it when linking and tells valgrind. A search for it
/// finds every such place, and every other branch on a secret is an error there.
extern "C" void popcert_declassify(void* octets, std::size_t size);

// Conditions are 0 or 1 in a std::uint32_t, not bool: a compiler may branch on a bool when it combines them.
namespace popcert::crypto {

/// The same value, of which the compiler knows nothing: it cannot make a branch or a `select` out of a mask that comes
/// from it.
inline std::uint32_t opaque(std::uint32_t x) {
  __asm__("" : "+r"(x));
  return x;
}

std::uint32_t is_zero(std::uint32_t x);

/// Whether both have the same octets; only the lengths decide what is touched.
std::uint32_t same_octets(Bytes a, Bytes b);

/// The big-endian number in exactly `octets` octets; `fits` becomes 0 if it is larger. Only the lengths decide what is
/// touched.
Secret fitted(Bytes number, std::size_t octets, std::uint32_t& fits);

}  // namespace popcert::crypto
