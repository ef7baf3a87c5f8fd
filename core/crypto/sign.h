#pragma once

#include "base/result.h"
#include "crypto/digest.h"
#include "crypto/key.h"

namespace popcert::crypto {

/// The hash a CA key of this type signs with: SHA-256 for RSA and P-256, SHA-384 for P-384, SHA-512 for P-521.
Hash signature_hash(const PublicKey& key);

/// Signs with `signature_hash`: RSASSA-PKCS1-v1_5 (RFC 8017 8.2), or ECDSA with a deterministic nonce (RFC 6979) as the
/// DER of ECDSA-Sig-Value (RFC 5480 A). The result is verified before it is returned.
/// Errors   kSignatureFailed
Result<Buffer> sign(const PrivateKey& key, Bytes message);

/// Whether the signature over `message` was made with the private half of `key` and `signature_hash(key)`. Of ECDSA
/// only DER is accepted: one encoding for each signature.
bool verify(const PublicKey& key, Bytes message, Bytes signature);

/// The same with another hash: kSha1, kSha256, kSha384 or kSha512.
bool verify(const PublicKey& key, Hash hash, Bytes message, Bytes signature);

}  // namespace popcert::crypto
