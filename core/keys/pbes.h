#pragma once

#include <optional>

#include "base/result.h"
#include "base/secret.h"
#include "keys/pbe_scheme.h"

namespace popcert::keys {

/// Decrypts what a password-based scheme encrypted. What the derivation costs is the caller's to bound (`spend`).
/// password  UTF-8, or a BMPString where scheme.wants_bmp() (password.h)
/// Errors    kPasswordWrong (bad padding), kEncryptedContentMalformed, kOutOfMemory
/// Source    RFC 8018 6, RFC 7292 C
Result<Secret> decrypt(const PbeScheme& scheme, Bytes password, Bytes ciphertext);

/// EncryptedPrivateKeyInfo (RFC 5958 3), read but not decrypted:
///   SEQUENCE { encryptionAlgorithm AlgorithmIdentifier, encryptedData OCTET STRING }
struct EncryptedKey {
  PbeScheme scheme;
  Bytes ciphertext;
};

/// der     nothing after the structure; borrowed
/// Errors  kDerTruncated, kDerMalformed, kDerTrailing, and those of `read_pbe_scheme`
Result<EncryptedKey> read_encrypted_private_key_info(Bytes der);

/// Returns  the PrivateKeyInfo in DER: padding that fits by chance is found out, since one whole SEQUENCE has to follow
/// Errors   kPasswordWrong, kKeyMalformed (a SEQUENCE, but not of a private key), those of `decrypt`
Result<Secret> decrypt_key(const EncryptedKey& key, Bytes password);

/// Both in one: a file that holds an EncryptedPrivateKeyInfo -> its PrivateKeyInfo in DER. What the file demands is
/// checked before a password is asked for.
/// password  UTF-8 as typed; an empty one is a password. nullopt: none was given
/// budget    the work that the file has left around it
/// Errors    those above; kKeyEncrypted (no password), kKdfTooCostly
Result<Secret> decrypt_encrypted_private_key_info(Bytes der, std::optional<Bytes> password, KdfBudget& budget);

}  // namespace popcert::keys
