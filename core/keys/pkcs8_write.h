#pragma once

#include "base/result.h"
#include "crypto/key.h"

namespace popcert::keys {

///   PrivateKeyInfo ::= SEQUENCE { version INTEGER (0), privateKeyAlgorithm AlgorithmIdentifier,
///                                 privateKey OCTET STRING }
/// with an RSAPrivateKey (RFC 8017 A.1.2) or an ECPrivateKey with its public key (RFC 5915 3) inside, as OpenSSL writes
/// them.
/// Errors   kRsaUnusable
/// Source   RFC 5208 5, RFC 5958 2
Result<Secret> encode_private_key_info(const crypto::PrivateKey& key);

}  // namespace popcert::keys
