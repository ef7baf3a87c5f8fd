#pragma once

#include "base/result.h"
#include "crypto/key.h"

namespace popcert::keys {

/// Decodes
///   RSAPrivateKey ::= SEQUENCE { version INTEGER (0), modulus, publicExponent, privateExponent, prime1, prime2,
///                                exponent1, exponent2, coefficient INTEGER }
/// INTEGERs are read as unsigned in any length, as OpenSSL does: files without the sign octet exist, and every number
/// is checked against the others afterwards.
/// der      nothing after the structure
/// base     where it lies in the file, for the offset of an error
/// Errors   kDerTruncated, kDerMalformed, kDerTrailing (the outer structure), kKeyMalformed, kKeyVersionUnsupported,
///          kKeyTypeUnsupported (three primes; DSA, which looks alike), those of crypto::make_rsa_private_key
/// Source   RFC 8017 A.1.2
Result<crypto::PrivateKey> decode_rsa_private_key(Bytes der, std::size_t base = 0);

}  // namespace popcert::keys
