#include "files/contents.h"

#include <algorithm>

#include "base/limits.h"
#include "files/foreign.h"
#include "files/kind.h"
#include "files/label.h"
#include "keys/jwk.h"
#include "keys/pbes.h"
#include "keys/pem_legacy.h"
#include "keys/pkcs12.h"
#include "pem/encoding.h"
#include "pem/pem.h"
#include "x509/pkcs7.h"

namespace popcert::files {
namespace {

using files::Kind;

OtherKind other_kind(ErrorCode code) {
  switch (code) {
    case ErrorCode::kObjectIsPublicKey: return OtherKind::kPublicKey;
    case ErrorCode::kObjectIsCertificateRequest: return OtherKind::kCertificateRequest;
    case ErrorCode::kObjectIsCrl: return OtherKind::kCrl;
    case ErrorCode::kObjectIsParameters: return OtherKind::kParameters;
    case ErrorCode::kKeyEncrypted:
    case ErrorCode::kPasswordWrong: return OtherKind::kEncryptedPrivateKey;
    default: return OtherKind::kDefective;
  }
}

/// Collects the items of one file.
class Collector {
 public:
  Collector(std::optional<Bytes> password, ReadBudget& budget) : password_(password), budget_(budget) {}

  void add_error(const Error& error) { contents_.items.emplace_back(Other{other_kind(error.code), error}); }
  void add_object(Bytes der);
  void add_block(const pem::Block& block);
  void add_jwk(crypto::PrivateKey key) { contents_.items.emplace_back(files::FoundKey{std::move(key), "JWK"}); }
  /// Once there are too many, nothing more is decoded.
  Result<Contents> take() && {
    if (too_many_) return *too_many_;
    return std::move(contents_);
  }

 private:
  bool may_decode(std::size_t& left, std::size_t limit);
  void add_key(Bytes der, std::string_view format = {});
  void add_decrypted(const Result<Secret>& der, std::string_view format);
  void add_certificate(Bytes der);
  void add_pfx(Bytes octets);
  void add_pkcs7(Bytes octets);

  std::optional<Bytes> password_;
  ReadBudget& budget_;
  Contents contents_;
  std::optional<Error> too_many_;
};

bool Collector::may_decode(std::size_t& left, std::size_t limit) {
  if (left == 0) too_many_ = {ErrorCode::kTooManyItems, 0, static_cast<std::int64_t>(limit)};
  if (too_many_) return false;
  --left;
  return true;
}

void Collector::add_key(Bytes der, std::string_view format) {
  if (!may_decode(budget_.private_keys, kMaxPrivateKeys)) return;
  auto key = files::decode_private_key(der);
  if (!key) return add_error(key.error());
  if (!format.empty()) key->format = format;
  contents_.items.emplace_back(std::move(*key));
}

void Collector::add_decrypted(const Result<Secret>& der, std::string_view format) {
  if (!der) return add_error(der.error());
  add_key(der->expose(), format);
}

void Collector::add_certificate(Bytes der) {
  if (!may_decode(budget_.certificates, kMaxCertificates)) return;
  auto certificate = x509::decode_certificate(der);
  if (!certificate) return add_error(certificate.error());
  contents_.items.emplace_back(std::move(*certificate));
}

void Collector::add_pfx(Bytes octets) {
  const auto pfx = keys::open_pfx(octets, password_, budget_.kdf);
  if (!pfx) return add_error(pfx.error());
  for (const auto& key : pfx->private_keys) add_key(key.expose(), "PKCS#12");
  for (const auto& certificate : pfx->certificates) add_certificate(certificate);
  if (pfx->private_keys.empty()) add_error({ErrorCode::kKeyMissing});
}

void Collector::add_pkcs7(Bytes octets) {
  const auto certificates = x509::decode_certificates_only(octets);
  if (!certificates) return add_error(certificates.error());
  for (const auto& certificate : *certificates) add_certificate(certificate);
}

void Collector::add_object(Bytes der) {
  if (too_many_) return;
  const Kind kind = files::recognise(der);
  if (const auto code = files::unusable_object(kind)) return add_error({*code});
  switch (kind) {
    case Kind::kCertificate: return add_certificate(der);
    case Kind::kPfx: return add_pfx(der);
    case Kind::kPkcs7: return add_pkcs7(der);
    case Kind::kEncryptedPrivateKeyInfo:
      return add_decrypted(keys::decrypt_encrypted_private_key_info(der, password_, budget_.kdf), "PKCS#8, encrypted");
    case Kind::kUnknown: return add_error(files::why_unknown(der));
    default: return add_key(der);
  }
}

void Collector::add_block(const pem::Block& block) {
  const auto meaning = files::meaning_of_label(block.label);
  if (meaning.kind == files::LabelKind::kForeign) return add_error({*meaning.error, block.offset});
  if (block.error) return add_error(*block.error);
  if (meaning.kind == files::LabelKind::kEcParameters || meaning.kind == files::LabelKind::kUnknown) {
    return add_error({*meaning.error, block.offset});
  }
  if (block.proc_type) {
    return add_decrypted(keys::decrypt_legacy_pem(*block.proc_type, *block.dek_info, block.der.expose(), password_),
                         "PEM, encrypted");
  }
  add_object(block.der.expose());
}

bool has_pem_line(Bytes text) {
  static constexpr std::string_view kDashes = "-----BEGIN ";
  return std::search(text.begin(), text.end(), kDashes.begin(), kDashes.end()) != text.end();
}

bool looks_like_json(Bytes text) {
  for (const auto c : text) {
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return c == '{' || c == '[';
  }
  return false;
}

std::optional<Error> read_text(Bytes text, Collector& collector, bool inside_base64) {
  if (looks_like_json(text)) {  // first: a text in a JSON string is not what the file is
    auto key = keys::decode_jwk(text);
    if (!key) return key.error();
    collector.add_jwk(std::move(*key));
    return std::nullopt;
  }
  auto blocks = pem::blocks(text);
  if (!blocks) return blocks.error();
  if (!blocks->empty()) {
    for (const auto& block : *blocks) collector.add_block(block);
    return std::nullopt;
  }
  if (const auto code = files::recognise_foreign(text)) return Error{*code};
  if (inside_base64) return Error{ErrorCode::kInputNotRecognized};
  const auto octets = pem::bare_base64(text);
  if (!octets) return octets.error();
  if (pem::is_text(octets->expose())) return read_text(octets->expose(), collector, true);
  collector.add_object(octets->expose());
  return std::nullopt;
}

}  // namespace

Result<Contents> read_contents(Bytes file, std::optional<Bytes> password) {
  auto budget = ReadBudget::of(password.has_value());
  return read_contents(file, password, budget);
}

Result<Contents> read_contents(Bytes file, std::optional<Bytes> password, ReadBudget& budget) {
  if (file.size() > kMaxInputOctets) {
    return Error{ErrorCode::kInputTooLarge, 0, static_cast<std::int64_t>(kMaxInputOctets >> 20)};
  }
  Collector collector(password, budget);
  // A text never begins like a SEQUENCE and is not text all the same; UTF-16 does not begin with 30 hex and a length.
  const bool binary = !file.empty() && !pem::is_text(file) && files::recognise(file) != Kind::kUnknown;
  if (binary) {
    collector.add_object(file);
  } else if (const auto code = files::recognise_foreign(file)) {
    return Error{*code};
  } else {
    const auto text = pem::decode_text(file);
    if (!text) return text.error();
    if (!pem::is_text(text->expose()) && !has_pem_line(text->expose())) return files::why_unknown(file);
    if (const auto error = read_text(text->expose(), collector, false)) return *error;
  }
  return std::move(collector).take();
}

std::vector<const files::FoundKey*> Contents::private_keys() const {
  std::vector<const files::FoundKey*> out;
  for (const auto& item : items) {
    if (const auto* key = std::get_if<files::FoundKey>(&item)) out.push_back(key);
  }
  return out;
}

std::vector<const x509::Certificate*> Contents::certificates() const {
  std::vector<const x509::Certificate*> out;
  for (const auto& item : items) {
    if (const auto* certificate = std::get_if<x509::Certificate>(&item)) out.push_back(certificate);
  }
  return out;
}

const Error* Contents::best_error() const {
  const Error* best = nullptr;
  int best_rank = 0;
  for (const auto& item : items) {
    const auto* other = std::get_if<Other>(&item);
    if (other == nullptr) continue;
    const int rank = rank_of(other->error.code);
    if (best == nullptr || rank > best_rank) {
      best = &other->error;
      best_rank = rank;
    }
  }
  return best;
}

const Error* Contents::defect() const {
  const Error* best = best_error();
  return best != nullptr && rank_of(best->code) >= kRankDefect ? best : nullptr;
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
