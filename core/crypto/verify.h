#pragma once

#include "crypto/key.h"

namespace popcert::crypto {

/// Whether the signature over `message` was made with the private half of `key` and `signature_hash(key)`. Of ECDSA
/// only DER is accepted: one encoding for each signature.
bool verify(const PublicKey& key, Bytes message, Bytes signature);

/// The same with another hash.
bool verify(const PublicKey& key, Hash hash, Bytes message, Bytes signature);

// What is no signature of a certificate here, but shows which mistake one is.

/// RSASSA-PKCS1-v1_5 over the bare digest, without the DigestInfo that names the hash (RFC 8017 9.2 step 2 left out).
bool verify_without_digest_info(const RsaPublicKey& key, Hash hash, Bytes message, Bytes signature);

/// RSASSA-PSS (RFC 8017 8.1) with MGF1 of the same hash and a salt of any length.
bool verify_pss(const RsaPublicKey& key, Hash hash, Bytes message, Bytes signature);

}  // namespace popcert::crypto
