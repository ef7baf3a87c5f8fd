#pragma once

#include "base/result.h"
#include "crypto/key.h"

namespace popcert::x509 {

/// Decodes a SubjectPublicKeyInfo (RFC 5280 4.1.2.7; RFC 3279 2.3.1 for RSA, RFC 5480 2 for EC). RSA parameters may be
/// NULL or, as some tools write it, absent; EC keys name their curve, or write out all that makes it this one
/// (explicit_curve.h); points may be compressed.
/// explicit_curve   is set where a curve is written out; may be null
/// tlv      the whole structure, nothing after it
/// Errors   kCertificateMalformed (name "public key"), kCertificateKeyUnsupported (name: the algorithm), kRsaTooLarge,
///          kPublicExponentTooLarge, kPublicExponentUnusable, kCertificateKeyInvalid, kEcPointInvalid
Result<crypto::PublicKey> decode_public_key_info(Bytes tlv, bool* explicit_curve = nullptr);

/// Canonical DER: rsaEncryption with NULL; named curve and uncompressed point. Equal keys give equal octets.
Buffer encode_public_key_info(const crypto::PublicKey& key);

/// keyIdentifier by method 1 of RFC 5280 4.2.1.2: SHA-1 of the subjectPublicKey bits.
Buffer key_identifier(const crypto::PublicKey& key);

}  // namespace popcert::x509
