#pragma once

#include <optional>

#include "base/result.h"
#include "base/secret.h"
#include "keys/kdf_bounds.h"

namespace popcert::keys {

/// Decrypts what a password-based scheme encrypted: PBES2 (PBKDF2 or scrypt; AES, DES-EDE3, DES, RC2, each in CBC
/// mode), PBES1, and the PBEs of PKCS #12. A file is read and its demands are checked before the password is used.
/// algorithm  the AlgorithmIdentifier in DER
/// password   UTF-8 as typed; where PKCS #12 wants a BMPString it is converted. Octets that are not UTF-8 are taken as
///            ISO 8859-1 there, as OpenSSL does. nullopt: none was given; empty is a password.
/// budget     the work that the file has left
/// Errors     kKeyEncrypted (no password), kPasswordWrong, kKdfTooCostly, kCipherUnsupported, kKdfUnsupported,
///            kEncryptionUnsupported (name), kEncryptedContentMalformed, kOutOfMemory
/// Source     RFC 8018, RFC 7914, RFC 7292 C
Result<Secret> decrypt(Bytes algorithm, std::optional<Bytes> password, Bytes ciphertext, KdfBudget& budget);

/// Whether DER looks like an EncryptedPrivateKeyInfo: SEQUENCE { SEQUENCE { OBJECT IDENTIFIER ... }, OCTET STRING }.
bool looks_like_encrypted_private_key_info(Bytes der);

/// EncryptedPrivateKeyInfo (RFC 5958 3) -> the PrivateKeyInfo in DER. Padding that fits by chance is found out: what
/// comes out is one whole SEQUENCE that starts like a PrivateKeyInfo, or the error is kPasswordWrong.
/// Errors   as above; kDerTruncated, kDerMalformed, kDerTrailing for the outer structure
Result<Secret> decrypt_encrypted_private_key_info(Bytes der, std::optional<Bytes> password);
Result<Secret> decrypt_encrypted_private_key_info(Bytes der, std::optional<Bytes> password, KdfBudget& budget);

}  // namespace popcert::keys
