#pragma once

#include "base/result.h"
#include "crypto/key.h"

namespace popcert::crypto {

/// Whole key pairs, for development certificates alone: the signer keeps no private half that it makes (generate.h),
/// and its module is linked without this.
/// seed     kSeedOctets or more, from a cryptographic source; the same seed gives the same key
/// Errors   kRandomFailed (seed too short, or all octets equal)
Result<EcPrivateKey> generate_ec_private_key(Curve curve, Bytes seed);

/// bits     2048, 3072 or 4096
Result<RsaPrivateKey> generate_rsa_private_key(unsigned bits, Bytes seed);

/// d of RFC 8017 3.2, as long as the modulus: e^-1 mod (p-1)*(q-1). `RsaPrivateKey` keeps only what signing needs.
/// Errors   kRsaUnusable
Result<Secret> private_exponent(const RsaPrivateKey& key);

}  // namespace popcert::crypto
