#include "files/label.h"

#include <catch_amalgamated.hpp>

namespace popcert::files {
namespace {

TEST_CASE("files::meaning_of_label", "[files][rfc7468]") {
  struct Case {
    std::string_view label;
    LabelKind kind;
    std::optional<ErrorCode> error;
  };
  const auto c = GENERATE(values<Case>({
      // RFC 7468 4 to 13
      {"CERTIFICATE", LabelKind::kCertificate, std::nullopt},
      {"X509 CRL", LabelKind::kForeign, ErrorCode::kObjectIsCrl},
      {"CERTIFICATE REQUEST", LabelKind::kForeign, ErrorCode::kObjectIsCertificateRequest},
      {"PKCS7", LabelKind::kPkcs7, std::nullopt},
      {"CMS", LabelKind::kPkcs7, std::nullopt},
      {"PRIVATE KEY", LabelKind::kPrivateKey, std::nullopt},
      {"ENCRYPTED PRIVATE KEY", LabelKind::kEncryptedPrivateKey, std::nullopt},
      {"PUBLIC KEY", LabelKind::kForeign, ErrorCode::kObjectIsPublicKey},
      {"ATTRIBUTE CERTIFICATE", LabelKind::kUnknown, ErrorCode::kPemLabelUnknown},
      // openssl/pem.h
      {"X509 CERTIFICATE", LabelKind::kCertificate, std::nullopt},
      {"TRUSTED CERTIFICATE", LabelKind::kCertificate, std::nullopt},
      {"NEW CERTIFICATE REQUEST", LabelKind::kForeign, ErrorCode::kObjectIsCertificateRequest},
      {"RSA PRIVATE KEY", LabelKind::kPrivateKey, std::nullopt},
      {"EC PRIVATE KEY", LabelKind::kPrivateKey, std::nullopt},
      {"RSA PUBLIC KEY", LabelKind::kForeign, ErrorCode::kObjectIsPublicKey},
      {"EC PARAMETERS", LabelKind::kEcParameters, ErrorCode::kObjectIsParameters},
      {"DH PARAMETERS", LabelKind::kForeign, ErrorCode::kObjectIsParameters},
      {"PKCS #7 SIGNED DATA", LabelKind::kPkcs7, std::nullopt},
      // other programs
      {"PKCS12", LabelKind::kPfx, std::nullopt},
      {"OPENSSH PRIVATE KEY", LabelKind::kForeign, ErrorCode::kFormatOpenSsh},
      {"PGP PRIVATE KEY BLOCK", LabelKind::kForeign, ErrorCode::kFormatPgp},
      {"AGE ENCRYPTED FILE", LabelKind::kForeign, ErrorCode::kFormatEncrypted},
      {"PGP MESSAGE", LabelKind::kForeign, ErrorCode::kFormatPgp},
      {"TSS2 PRIVATE KEY", LabelKind::kForeign, ErrorCode::kObjectIsKeyReference},
      // labels are compared exactly
      {"private key", LabelKind::kUnknown, ErrorCode::kPemLabelUnknown},
      {"PRIVATE KEY ", LabelKind::kUnknown, ErrorCode::kPemLabelUnknown},
      {"SECRET THING", LabelKind::kUnknown, ErrorCode::kPemLabelUnknown},
      {"", LabelKind::kUnknown, ErrorCode::kPemLabelUnknown},
  }));
  DYNAMIC_SECTION(c.label) {
    const auto meaning = meaning_of_label(c.label);
    CHECK(meaning.kind == c.kind);
    CHECK(meaning.error == c.error);
  }
}

}  // namespace
}  // namespace popcert::files
