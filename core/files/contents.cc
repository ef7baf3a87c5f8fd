#include "files/contents.h"

#include "files/reader.h"

namespace popcert::files {

Result<Contents> read_contents(Bytes file, std::optional<Password> password) {
  auto budget = ReadBudget::of(password.has_value());
  return read_contents(file, password, budget);
}

Result<Contents> read_contents(Bytes file, std::optional<Password> password, ReadBudget& budget) {
  Reader reader(password, budget);
  if (const auto error = reader.read(file)) return *error;
  reader.open_rest();
  return std::move(reader).take();
}

Error error_without_key(const Contents& contents) {
  const Error* best = contents.best_error();
  if (best != nullptr && best->code == ErrorCode::kCertificateMissing)
    return {ErrorCode::kObjectIsPkcs7};  // an empty one
  // A password or a damaged key says more than "this is a certificate"; a public key beside a certificate says less.
  if (best != nullptr && (contents.certificates().empty() || rank_of(best->code) > kRankOtherObject)) return *best;
  return {contents.certificates().empty() ? ErrorCode::kKeyMissing : ErrorCode::kObjectIsCertificate};
}

Error error_without_certificate(const Contents& contents) {
  const bool has_key = !contents.private_keys().empty();
  const Error* best = contents.best_error();
  if (best != nullptr && other_kind(best->code) == OtherKind::kEncryptedPrivateKey) {
    // An encrypted key file in the certificate's place; a PFX may hold the certificate too, and then the password
    // helps.
    return {ErrorCode::kObjectIsPrivateKey};
  }
  if (has_key) return {ErrorCode::kObjectIsPrivateKey};
  return best != nullptr ? *best : Error{ErrorCode::kCertificateMissing};
}

std::optional<Error> reason_to_refuse(const Contents& contents, Field wanted) {
  const bool has_key = !contents.private_keys().empty(), has_certificate = !contents.certificates().empty();
  if (wanted == Field::kPrivateKey) return has_key ? std::nullopt : std::optional(error_without_key(contents));
  if (wanted == Field::kCaCertificate) {
    return has_certificate ? std::nullopt : std::optional(error_without_certificate(contents));
  }
  const Error* best = contents.best_error();
  if (best == nullptr || has_key) return std::nullopt;
  if (has_certificate && other_kind(best->code) != OtherKind::kEncryptedPrivateKey) return std::nullopt;
  return *best;
}

Field field_of(const Error& error, Field field) {
  const bool password = error.code == ErrorCode::kKeyEncrypted || error.code == ErrorCode::kPasswordWrong;
  return password ? Field::kPassword : field;
}

}  // namespace popcert::files
