#pragma once

#include <bearssl.h>

#include "base/secret.h"

// What the makers of keys share; not part of the contract of core/crypto.
namespace popcert::crypto {

inline constexpr std::uint32_t kRsaExponent = 65537;

/// HMAC_DRBG with SHA-256 over the caller's seed, wiped at the end.
class Generator {
 public:
  explicit Generator(Bytes seed) { br_hmac_drbg_init(&context_, &br_sha256_vtable, seed.data(), seed.size()); }
  Generator(const Generator&) = delete;
  Generator& operator=(const Generator&) = delete;
  ~Generator() { wipe({reinterpret_cast<std::uint8_t*>(&context_), sizeof context_}); }
  const br_prng_class** prng() { return &context_.vtable; }

 private:
  br_hmac_drbg_context context_;
};

/// A source that was never filled shows as one octet repeated; no honest seed does (1 in 2^376).
bool seed_usable(Bytes seed);

}  // namespace popcert::crypto
