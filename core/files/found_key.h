#pragma once

#include <string_view>

#include "base/result.h"
#include "crypto/key.h"

namespace popcert::files {

/// What every decoder of a key file ends in.
/// format  for people: "PKCS#1", "SEC 1", "PKCS#8", "PKCS#8, encrypted", "PKCS#12", "JWK", "PKCS#1, encrypted"
struct FoundKey {
  crypto::PrivateKey key;
  std::string_view format;
};

/// Decodes a private key without encryption; the octets decide whether it is PKCS#8, PKCS#1 or SEC 1.
/// der      the whole structure, nothing after it
/// Errors   those of the three decoders; kKeyEncrypted for an EncryptedPrivateKeyInfo; kObjectIs... for another object;
///          kDerTruncated, kKeyMalformed for what is none of these
Result<FoundKey> decode_private_key(Bytes der);

}  // namespace popcert::files
