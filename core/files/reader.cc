#include "files/reader.h"

#include <algorithm>

#include "base/limits.h"
#include "files/kind.h"
#include "files/label.h"
#include "files/part.h"
#include "keys/pbes.h"
#include "keys/pem_legacy.h"
#include "x509/pkcs7.h"

// Objects: keys, certificates and what holds them. reader_text.cc, reader_wrapped.cc and reader_json.cc find them.
namespace popcert::files {

bool Reader::may_decode(std::size_t& left, std::size_t limit) {
  if (left == 0) give_up(ErrorCode::kTooManyItems, limit);
  if (too_many_) return false;
  --left;
  return true;
}

void Reader::give_up(ErrorCode code, std::size_t limit) {
  if (!too_many_) too_many_ = {code, 0, static_cast<std::int64_t>(limit)};
}

void Reader::add(Item item) {
  contents_.items.push_back(std::move(item));
  contents_.places.push_back(place_);
}

void Reader::add_error(const Error& error) { add(Other{other_kind(error.code), error}); }

void Reader::add_decoded_key(Result<FoundKey> key) {
  if (!key) return add_error(key.error());
  if (unwrapping_ > 0) {
    const auto found = crypto::public_key_of(key->key);
    for (const auto* other : contents_.private_keys()) {
      if (crypto::public_key_of(other->key) == found) return void(++repeated_);
    }
  }
  add(std::move(*key));
}

void Reader::add_key(Bytes der, std::string_view format) {
  if (!may_decode(budget_.private_keys, kMaxPrivateKeys)) return;
  auto key = decode_private_key(der);
  if (key && !format.empty()) key->format = format;
  add_decoded_key(std::move(key));
}

void Reader::add_certificate(Bytes der) {
  if (unwrapping_ > 0) {
    for (const auto* other : contents_.certificates()) {
      if (equal(other->der, der)) return void(++repeated_);
    }
  }
  if (!may_decode(budget_.certificates, kMaxCertificates)) return;
  auto certificate = x509::decode_certificate(der);
  if (!certificate) return add_error(certificate.error());
  add(std::move(*certificate));
}

void Reader::add_pfx(const keys::PfxContents& pfx) {
  for (const auto& key : pfx.private_keys) add_key(key.expose(), "PKCS#12");
  for (const auto& certificate : pfx.certificates) add_certificate(certificate);
  if (pfx.private_keys.empty()) add_error({ErrorCode::kKeyMissing});
}

void Reader::add_pkcs7(Bytes octets) {
  const auto certificates = x509::decode_certificates_only(octets);
  if (!certificates) return add_error(certificates.error());
  for (const auto& certificate : *certificates) add_certificate(certificate);
}

/// What the password does to an encrypted object.
std::optional<Error> Reader::open(const Locked& locked, std::optional<Bytes> password, keys::KdfBudget& kdf) {
  const Bytes octets = locked.octets.expose();
  if (locked.how == Locked::How::kPfx) {
    const auto pfx = keys::open_pfx(octets, password, kdf);
    if (!pfx) return pfx.error();
    add_pfx(*pfx);
    return std::nullopt;
  }
  const bool pkcs8 = locked.how == Locked::How::kPkcs8;
  const auto der = pkcs8 ? keys::decrypt_encrypted_private_key_info(octets, password, kdf)
                         : keys::decrypt_legacy_pem(locked.proc_type, locked.dek_info, octets, password);
  if (!der) return der.error();
  add_key(der->expose(), pkcs8 ? "PKCS#8, encrypted" : "PEM, encrypted");
  return std::nullopt;
}

void Reader::add_encrypted(Locked locked) {
  const auto password = password_ ? std::optional<Bytes>(password_->typed) : std::nullopt;
  const auto error = open(locked, password, budget_.kdf);
  if (!error) return;
  const bool another_may = error->code == ErrorCode::kPasswordWrong || error->code == ErrorCode::kKeyEncrypted;
  if (!another_may || locked_.size() == kMaxLockedObjects) return add_error(*error);
  locked.error = *error;
  locked.place = place_;
  locked_.push_back(std::move(locked));
}

void Reader::open_rest() {
  if (locked_.empty()) return;
  // Where nobody was asked for a password yet, the empty one may be it.
  const auto forms = keys::other_forms(password_.value_or(Bytes()));
  auto kdf = budget_.kdf.part(password_ ? kMaxKdfRoundsOfForms : kMaxKdfRoundsUnasked);
  const std::size_t count = password_ ? forms.size() : 1;
  for (auto& locked : locked_) {
    place_ = locked.place;
    bool opened = false;
    for (std::size_t i = 0; i < count && !opened && !too_many_; ++i) {
      const bool pfx = locked.how == Locked::How::kPfx;
      if (password_ ? forms[i].where_proven && !pfx : pfx) continue;  // open_pfx has tried the empty one
      const Bytes form = password_ ? forms[i].octets.expose() : Bytes();
      opened = !open(locked, form, kdf);
      if (opened) contents_.password_form = password_ ? forms[i].name : "none at all";
    }
    if (!opened) add_error(locked.error);
  }
}

Result<Contents> Reader::take() && {
  if (too_many_) return *too_many_;
  return std::move(contents_);
}

void Reader::add_object(Bytes der) {
  if (too_many_) return;
  const Kind kind = recognise(der);
  if (const auto code = unusable_object(kind)) return add_error({*code});
  switch (kind) {
    case Kind::kCertificate: return add_certificate(der);
    case Kind::kPfx: return add_encrypted({Secret::copy_of(der), Locked::How::kPfx, {}, {}});
    case Kind::kPkcs7: return add_pkcs7(der);
    case Kind::kEncryptedPrivateKeyInfo: return add_encrypted({Secret::copy_of(der), Locked::How::kPkcs8, {}, {}});
    case Kind::kUnknown: return add_error(why_unknown(der));
    default: return add_key(der);
  }
}

void Reader::add_block(const pem::Block& block) {
  const auto meaning = meaning_of_label(block.label);
  if (meaning.kind == LabelKind::kForeign) {
    // ssh-keygen converts no such key.
    if (contains(block.der.expose(), "ssh-ed25519"))
      return add_error({ErrorCode::kKeyTypeUnsupported, block.offset, 0, "Ed25519"});
    return add_error({*meaning.error, block.offset});
  }
  if (block.error) return add_error(*block.error);
  if (meaning.kind == LabelKind::kEcParameters || meaning.kind == LabelKind::kUnknown) {
    return add_error({*meaning.error, block.offset});
  }
  if (block.proc_type) {
    return add_encrypted({Secret::copy_of(block.der.expose()), Locked::How::kPem, *block.proc_type, *block.dek_info});
  }
  const Bytes der = block.der.expose();
  add_object(block.label.starts_with("TRUSTED") ? one_sequence(der) : der);
}

}  // namespace popcert::files
