#pragma once

#include <optional>
#include <string_view>

#include "base/error.h"

namespace popcert::files {

/// What a PEM label promises. The octets decide what is really there: kind.h.
enum class LabelKind : std::uint8_t {
  kPrivateKey,           // PKCS#8, PKCS#1, SEC 1, or one of these with OpenSSL's old encryption (Proc-Type header)
  kEncryptedPrivateKey,  // PKCS#8 with a password
  kCertificate,
  kPkcs7,
  kPfx,
  kEcParameters,  // `openssl ecparam -genkey` writes them before the key: harmless there, an error alone
  kForeign,       // a sound object of no use here, `error` says which
  kUnknown,
};

/// error: what to say if nothing else in the file is usable; set for kEcParameters, kForeign and kUnknown. For kForeign
/// it also comes before a defect of the block (PGP's base64 has a checksum line that RFC 7468 does not know).
struct LabelMeaning {
  LabelKind kind;
  std::optional<ErrorCode> error;
};

/// Source   RFC 7468 4 to 13, openssl/pem.h; RFC 4716, RFC 9580 for other programs'
LabelMeaning meaning_of_label(std::string_view label);

}  // namespace popcert::files
