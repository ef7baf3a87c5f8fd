#pragma once

#include <string_view>

#include "base/bytes.h"

/// Names for messages, by OBJECT IDENTIFIER, of what we know and do not do.
namespace popcert::keys {

/// "AES-256-GCM", else "an unknown cipher".
std::string_view name_of_cipher(Bytes oid);

/// "HMAC-SHA3-256", else "an unknown HMAC".
std::string_view name_of_prf(Bytes oid);

/// "SHA3-256", else "an unknown hash".
std::string_view name_of_hash(Bytes oid);

/// "secp256k1", "a Brainpool curve", else "a curve with an unknown identifier".
std::string_view name_of_curve(Bytes oid);

/// Of "crv" in a JWK: "secp256k1", else "a curve that popcert does not know".
std::string_view name_of_jwk_curve(Bytes name);

}  // namespace popcert::keys
