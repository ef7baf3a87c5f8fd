#include "files/label.h"

namespace popcert::files {
namespace {

struct Entry {
  std::string_view label;
  LabelMeaning meaning;
};

constexpr LabelMeaning foreign(ErrorCode code) { return {LabelKind::kForeign, code}; }

constexpr LabelMeaning kPrivate = {LabelKind::kPrivateKey, std::nullopt};
constexpr LabelMeaning kCertificate = {LabelKind::kCertificate, std::nullopt};
constexpr LabelMeaning kPkcs7 = {LabelKind::kPkcs7, std::nullopt};
constexpr LabelMeaning kPfx = {LabelKind::kPfx, std::nullopt};
constexpr LabelMeaning kPublicKey = foreign(ErrorCode::kObjectIsPublicKey);
constexpr LabelMeaning kRequest = foreign(ErrorCode::kObjectIsCertificateRequest);
constexpr LabelMeaning kParameters = foreign(ErrorCode::kObjectIsParameters);
constexpr LabelMeaning kReference = foreign(ErrorCode::kObjectIsKeyReference);
constexpr LabelMeaning kSsh = foreign(ErrorCode::kFormatOpenSsh);

constexpr Entry kEntries[] = {
    {"PRIVATE KEY", kPrivate},
    {"RSA PRIVATE KEY", kPrivate},
    {"EC PRIVATE KEY", kPrivate},
    {"DSA PRIVATE KEY", kPrivate},  // The decoder names it: a label alone proves nothing.
    {"ANY PRIVATE KEY", kPrivate},
    {"ENCRYPTED PRIVATE KEY", {LabelKind::kEncryptedPrivateKey, std::nullopt}},
    {"CERTIFICATE", kCertificate},
    {"X509 CERTIFICATE", kCertificate},
    {"X.509 CERTIFICATE", kCertificate},
    {"TRUSTED CERTIFICATE", kCertificate},
    {"PKCS7", kPkcs7},
    {"PKCS #7 SIGNED DATA", kPkcs7},
    {"CMS", kPkcs7},
    {"CERTIFICATE CHAIN", kPkcs7},
    {"PKCS12", kPfx},
    {"PFX", kPfx},
    {"EC PARAMETERS", {LabelKind::kEcParameters, ErrorCode::kObjectIsParameters}},
    {"SM2 PARAMETERS", {LabelKind::kEcParameters, ErrorCode::kObjectIsParameters}},
    {"DH PARAMETERS", kParameters},
    {"X9.42 DH PARAMETERS", kParameters},
    {"DSA PARAMETERS", kParameters},
    {"PARAMETERS", kParameters},
    {"PUBLIC KEY", kPublicKey},
    {"RSA PUBLIC KEY", kPublicKey},
    {"EC PUBLIC KEY", kPublicKey},
    {"DSA PUBLIC KEY", kPublicKey},
    {"ANY PUBLIC KEY", kPublicKey},
    {"SSH2 PUBLIC KEY", kPublicKey},
    {"CERTIFICATE REQUEST", kRequest},
    {"NEW CERTIFICATE REQUEST", kRequest},
    {"X509 CRL", foreign(ErrorCode::kObjectIsCrl)},
    {"CRL", foreign(ErrorCode::kObjectIsCrl)},
    {"TSS2 PRIVATE KEY", kReference},
    {"TSS2 KEY BLOB", kReference},
    {"TSS KEY BLOB", kReference},
    {"PKCS#11 PROVIDER URI", kReference},
    {"AGE ENCRYPTED FILE", foreign(ErrorCode::kFormatEncrypted)},
    {"OPENSSH PRIVATE KEY", kSsh},
    {"SSH2 ENCRYPTED PRIVATE KEY", kSsh},
};

}  // namespace

LabelMeaning meaning_of_label(std::string_view label) {
  for (const auto& entry : kEntries) {
    if (entry.label == label) return entry.meaning;
  }
  if (label.starts_with("PGP ")) return foreign(ErrorCode::kFormatPgp);
  return {LabelKind::kUnknown, ErrorCode::kPemLabelUnknown};
}

}  // namespace popcert::files
