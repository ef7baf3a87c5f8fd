#pragma once

#include "base/result.h"
#include "crypto/key.h"

namespace popcert::keys {

/// Decodes
///   OneAsymmetricKey ::= SEQUENCE { version INTEGER (0 | 1), privateKeyAlgorithm AlgorithmIdentifier,
///                                   privateKey OCTET STRING, attributes [0] SET OPTIONAL,
///                                   publicKey [1] IMPLICIT BIT STRING OPTIONAL }
/// of which version 0 is the PrivateKeyInfo of RFC 5208. Attributes (Windows writes keyUsage there) are skipped; a
/// public key is compared with the private one.
/// der      nothing after the structure
/// base     where it lies in the file, for the offset of an error
/// Errors   kDerTruncated, kDerMalformed, kDerTrailing (the outer structure), kKeyMalformed, kKeyVersionUnsupported,
///          kKeyTypeUnsupported (name: the algorithm), kCurveUnsupported, and those of pkcs1.h and sec1.h
/// Source   RFC 5958 2, RFC 5208 5, RFC 5480 2.1.1, RFC 8017 A.1
Result<crypto::PrivateKey> decode_private_key_info(Bytes der, std::size_t base = 0);

}  // namespace popcert::keys
