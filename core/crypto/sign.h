#pragma once

#include "base/secret.h"
#include "crypto/key.h"

namespace popcert::crypto {

/// Signs with `signature_hash`: RSASSA-PKCS1-v1_5 (RFC 8017 8.2), or ECDSA with a deterministic nonce (RFC 6979) as the
/// DER of ECDSA-Sig-Value (RFC 5480 A).
/// Returns  what is a secret until `verify` has accepted it: one that a fault made of an RSA key's CRT numbers gives a
///          factor of the modulus away (Boneh, DeMillo, Lipton 1997). x509::assemble verifies, and nothing else may let
///          it out
Secret sign(const PrivateKey& key, Bytes message);

}  // namespace popcert::crypto
