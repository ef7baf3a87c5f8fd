#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/secret.h"

/// BearSSL's big integers ("i31"), declared again here because src/inner.h is C only; the pinned hash of the sources
/// keeps the two in step. x[0] is the announced bit length (31 bits to a word), x[1] the least significant word. Time
/// and addresses depend on announced lengths only, never on values.
extern "C" {
std::uint32_t br_i31_iszero(const std::uint32_t* x);
std::uint32_t br_i31_add(std::uint32_t* a, const std::uint32_t* b, std::uint32_t ctl);
std::uint32_t br_i31_sub(std::uint32_t* a, const std::uint32_t* b, std::uint32_t ctl);
void br_i31_decode(std::uint32_t* x, const void* src, std::size_t len);
std::uint32_t br_i31_decode_mod(std::uint32_t* x, const void* src, std::size_t len, const std::uint32_t* m);
void br_i31_decode_reduce(std::uint32_t* x, const void* src, std::size_t len, const std::uint32_t* m);
void br_i31_reduce(std::uint32_t* x, const std::uint32_t* a, const std::uint32_t* m);
void br_i31_rshift(std::uint32_t* x, int count);
void br_i31_encode(void* dst, std::size_t len, const std::uint32_t* x);
void br_i31_mulacc(std::uint32_t* d, const std::uint32_t* a, const std::uint32_t* b);
std::uint32_t br_i31_ninv31(std::uint32_t x);
void br_i31_to_monty(std::uint32_t* x, const std::uint32_t* m);
void br_i31_from_monty(std::uint32_t* x, const std::uint32_t* m, std::uint32_t m0i);
void br_i31_montymul(std::uint32_t* d, const std::uint32_t* x, const std::uint32_t* y, const std::uint32_t* m,
                     std::uint32_t m0i);
void br_i31_modpow(std::uint32_t* x, const unsigned char* e, std::size_t elen, const std::uint32_t* m,
                   std::uint32_t m0i, std::uint32_t* t1, std::uint32_t* t2);
}

namespace popcert::crypto {

/// One such integer, zero at first and wiped at the end. Room for a product of 513 octets, which is the largest that
/// two factors of a 4096-bit modulus give, and the extra word that br_i31_mulacc writes.
struct Integer {
  std::array<std::uint32_t, 144> words{};

  Integer() = default;
  explicit Integer(Bytes octets) { br_i31_decode(words.data(), octets.data(), octets.size()); }
  Integer(const Integer&) = default;
  Integer& operator=(const Integer&) = default;
  ~Integer() { wipe_fast({reinterpret_cast<std::uint8_t*>(words.data()), sizeof words}); }

  operator std::uint32_t*() { return words.data(); }
  operator const std::uint32_t*() const { return words.data(); }
};

}  // namespace popcert::crypto
