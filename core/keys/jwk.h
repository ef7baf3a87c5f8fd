#pragma once

#include "base/result.h"
#include "crypto/key.h"

namespace popcert::keys {

/// A JSON Web Key (RFC 7517, RFC 7518 6) of type RSA (all of n e d p q dp dq qi) or EC (P-256, P-384, P-521), or a JWK
/// Set in which exactly one key is a private one. Members of other names are not looked at, but the JSON as a whole
/// must be well formed (RFC 8259), and no object may have a member twice.
/// Errors   kJsonMalformed, kInputNotRecognized (sound JSON, but no JWK), kObjectIsPublicKey, kObjectIsKeyReference
///          (the same, where its kid is an address: the private half is in a vault), kKeyTypeUnsupported,
///          kCurveUnsupported (name), kKeyMalformed, kKeyMissing, kKeyAmbiguous (value: number of private keys),
///          kDerTooDeep, and those of crypto::make_rsa_private_key and crypto::make_ec_private_key
Result<crypto::PrivateKey> decode_jwk(Bytes json_text);

}  // namespace popcert::keys
