#pragma once

#include "base/result.h"
#include "crypto/key.h"

namespace popcert::crypto {

/// Octets of randomness that every use of a generator below needs: a seed for HMAC_DRBG with SHA-256 (SP
/// 800-90A 10.1.2).
inline constexpr std::size_t kSeedOctets = 48;

/// A new key pair of which only the public half leaves the function; the private half is wiped unseen.
/// seed     kSeedOctets or more, from a cryptographic source; the same seed gives the same key
/// Errors   kRandomFailed (seed too short, or all octets equal)
Result<EcPublicKey> generate_p256_public_key(Bytes seed);
Result<RsaPublicKey> generate_rsa2048_public_key(Bytes seed);

}  // namespace popcert::crypto
