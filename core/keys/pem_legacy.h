#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace popcert::keys {

/// OpenSSL's encrypted PEM of before PKCS #8 -> the structure in DER that the label names (RSAPrivateKey and so on).
/// proc_type  value of the Proc-Type header, "4,ENCRYPTED"
/// dek_info   value of the DEK-Info header: cipher name, comma, initialisation vector in hex, such as
///            "AES-256-CBC,0011..." (AES-128/192/256-CBC, DES-EDE3-CBC, DES-CBC)
/// body       the decoded base64
/// password   nullopt: none was given
/// Errors     kPemHeaderMalformed, kCipherUnsupported (name), kKeyEncrypted, kPasswordWrong (bad padding, or what came
///            out is no SEQUENCE of its whole length), kEncryptedContentMalformed
/// Source     RFC 1421 4.6.1; key: EVP_BytesToKey(MD5, salt = the first 8 octets of the vector, 1 round)
Result<Secret> decrypt_legacy_pem(std::string_view proc_type, std::string_view dek_info, Bytes body,
                                  std::optional<Bytes> password);

}  // namespace popcert::keys
