#include "keys/pkcs12.h"

#include "base/limits.h"

#include "der/ber.h"
#include "der/oid_pkcs.h"
#include "der/reader.h"
#include "keys/password.h"
#include "keys/pbes.h"
#include "keys/pkcs12_bags.h"
#include "keys/pkcs12_mac.h"
#include "sentences/phrase.h"

namespace popcert::keys {
namespace {

using der::malformed_at;
using der::Reader;
using der::Tag;
namespace oid = der::oid;

/// One ContentInfo of the AuthenticatedSafe. scheme: none if the SafeContents lies open.
struct Part {
  std::optional<PbeScheme> scheme;
  Secret content;
};

/// The file before any password. Borrows nothing from outside: `der` and `safe` hold what the rest points into.
struct Pfx {
  Secret der, content, safe;
  std::optional<PfxMac> mac;
  std::vector<Part> parts;
};

/// The name of what protects a content that has no password.
Error unsupported_content(Bytes type) {
  const Error error{ErrorCode::kEncryptionUnsupported};
  if (oid::is(type, oid::kSignedData)) return {error.code, 0, 0, phrase::kSignedPfx};
  if (oid::is(type, oid::kEnvelopedData)) return {error.code, 0, 0, phrase::kEnvelopedPfx};
  return {error.code, 0, 0, phrase::kUnknownContent};
}

/// The octets of the OCTET STRING in a reader's place, also as parts under one [0] IMPLICIT, as BER has it.
std::optional<Secret> joined(Reader parts) {
  std::size_t size = 0;
  for (Reader in = parts; !in.empty();) {
    const auto part = in.read(Tag::kOctetString);
    if (!part) return std::nullopt;
    size += part->size();
  }
  Secret whole(size);
  auto out = whole.writable().begin();
  while (!parts.empty()) {
    const auto part = *parts.read(Tag::kOctetString);
    out = std::copy(part.begin(), part.end(), out);
  }
  return whole;
}

/// EncryptedData ::= SEQUENCE { version INTEGER, EncryptedContentInfo }
/// EncryptedContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, AlgorithmIdentifier, [0] IMPLICIT OCTET STRING }
Result<Part> read_encrypted_part(Reader in) {
  const Error malformed = malformed_at(in);
  auto data = in.enter(Tag::kSequence);
  if (!data || !in.empty() || !data->read_small()) return malformed;
  auto info = data->enter(Tag::kSequence);
  if (!info || !info->read(Tag::kOid)) return malformed;
  const auto algorithm = info->read_tlv(Tag::kSequence);
  if (!algorithm) return malformed;
  const auto scheme = read_pbe_scheme(*algorithm);
  if (!scheme) return scheme.error();
  if (const auto whole = info->read(der::context_primitive(0))) return Part{*scheme, Secret::copy_of(*whole)};
  const auto parts = info->enter(der::context_constructed(0));
  if (!parts) return malformed;
  auto whole = joined(*parts);
  if (!whole) return malformed;
  return Part{*scheme, std::move(*whole)};
}

/// ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
Result<Part> read_part(Reader content_info) {
  const auto type = content_info.read(Tag::kOid);
  auto content = content_info.enter(der::context_constructed(0));
  if (!type || !content) return malformed_at(content_info);
  if (oid::is(*type, oid::kEncryptedData)) return read_encrypted_part(*content);
  if (!oid::is(*type, oid::kData)) return unsupported_content(*type);
  const auto octets = content->read(Tag::kOctetString);
  if (!octets || !content->empty()) return malformed_at(*content);
  return Part{std::nullopt, Secret::copy_of(*octets)};
}

/// AuthenticatedSafe ::= SEQUENCE OF ContentInfo
std::optional<Error> read_authenticated_safe(Reader in, std::vector<Part>& parts) {
  auto sequence = in.enter(Tag::kSequence);
  if (!sequence) return malformed_at(in);
  while (!sequence->empty()) {
    const auto content_info = sequence->enter(Tag::kSequence);
    if (!content_info) return malformed_at(*sequence);
    if (parts.size() == kMaxPfxParts) return Error{ErrorCode::kTooManyItems, 0, kMaxPfxParts};
    auto part = read_part(*content_info);
    if (!part) return part.error();
    parts.push_back(std::move(*part));
  }
  return std::nullopt;
}

/// PFX ::= SEQUENCE { version INTEGER, authSafe ContentInfo, macData MacData OPTIONAL }. Like other programs, it takes
/// any version: only version 3 was ever written in this form.
Result<Pfx> read_pfx(Bytes octets) {
  auto der = der::ber_to_der(octets);
  if (!der) return der.error();
  Pfx pfx{std::move(*der), {}, {}, {}, {}};
  Reader file(pfx.der.expose());
  auto sequence = file.enter(Tag::kSequence);
  if (!sequence || !sequence->read_small()) return malformed_at(file);
  auto content_info = sequence->enter(Tag::kSequence);
  if (!content_info) return malformed_at(*sequence);
  const auto type = content_info->read(Tag::kOid);
  if (!type) return malformed_at(*content_info);
  if (!oid::is(*type, oid::kData)) return unsupported_content(*type);
  auto content = content_info->enter(der::context_constructed(0));
  if (!content) return malformed_at(*content_info);
  const auto safe = content->read(Tag::kOctetString);
  if (!safe) return malformed_at(*content);
  pfx.content = Secret::copy_of(*safe);
  if (!sequence->empty()) {
    const auto mac_data = sequence->read_tlv(Tag::kSequence);
    if (!mac_data || !sequence->empty()) return malformed_at(*sequence);
    const auto mac = read_pfx_mac(*mac_data);
    if (!mac) return mac.error();
    pfx.mac = *mac;
  }
  auto authenticated_safe = der::ber_to_der(pfx.content.expose());
  if (!authenticated_safe) return authenticated_safe.error();
  pfx.safe = std::move(*authenticated_safe);
  if (const auto error = read_authenticated_safe(Reader(pfx.safe.expose()), pfx.parts)) return *error;
  return pfx;
}

/// What the MAC and the encrypted parts cost together, before the first of them is derived.
std::optional<Error> spend(KdfBudget& budget, const Pfx& pfx) {
  if (pfx.mac) {
    if (const auto error = spend(budget, *pfx.mac)) return error;
  }
  for (const Part& part : pfx.parts) {
    if (!part.scheme) continue;
    if (const auto error = spend(budget, *part.scheme)) return error;
  }
  return std::nullopt;
}

/// Opens everything with one password in both its forms.
Result<PfxContents> open_with(const Pfx& pfx, Bytes utf8, Bytes bmp, KdfBudget& budget) {
  KdfBudget whole = budget;  // what can never be paid is not begun
  if (const auto error = spend(whole, pfx)) return *error;
  const Error wrong{ErrorCode::kPasswordWrong};
  if (pfx.mac) {  // of a wrong password nothing else is paid
    if (const auto error = spend(budget, *pfx.mac)) return *error;
    if (!is_right(*pfx.mac, utf8, bmp, pfx.content.expose())) return wrong;
  }
  PfxContents contents;
  for (const Part& part : pfx.parts) {
    Secret plaintext;
    if (part.scheme) {
      if (const auto error = spend(budget, *part.scheme)) return *error;
      auto decrypted = decrypt(*part.scheme, part.scheme->wants_bmp() ? bmp : utf8, part.content.expose());
      if (!decrypted) return decrypted.error();
      plaintext = std::move(*decrypted);
    }
    auto der = der::ber_to_der(part.scheme ? plaintext.expose() : part.content.expose());
    // Without a MAC, padding may fit by chance.
    if (!der) return part.scheme && !pfx.mac ? wrong : der.error();
    if (const auto error = read_safe_contents(der->expose(), utf8, bmp, budget, contents)) return *error;
  }
  return contents;
}

/// With each form of the password in turn.
Result<PfxContents> open_with_forms(const Pfx& pfx, Bytes password, KdfBudget& budget) {
  for (const Secret& bmp : bmp_passwords(password)) {
    auto contents = open_with(pfx, password, bmp.expose(), budget);
    if (contents || contents.error().code != ErrorCode::kPasswordWrong) return contents;
  }
  return Error{ErrorCode::kPasswordWrong};
}

/// Windows seals the password of a PFX that is protected to accounts, and puts it into a SecretBag of this type
/// (wincrypt.h, szOID_PKCS_12_PROTECTED_PASSWORD_SECRET_BAG_TYPE_ID).
bool is_for_accounts(const Pfx& pfx) {
  constexpr oid::Oid kProtectedPassword("1.3.6.1.4.1.311.17.4");
  const Bytes type = kProtectedPassword;
  for (const Part& part : pfx.parts) {
    const Bytes content = part.content.expose();
    if (!part.scheme && std::search(content.begin(), content.end(), type.begin(), type.end()) != content.end())
      return true;
  }
  return false;
}

}  // namespace

Result<PfxContents> open_pfx(Bytes octets, std::optional<Bytes> password, KdfBudget& budget) {
  const auto pfx = read_pfx(octets);
  if (!pfx) return pfx.error();
  const auto locked = [&](ErrorCode code) {
    return Error{is_for_accounts(*pfx) ? ErrorCode::kFormatPfxForAccounts : code};
  };
  if (password) {
    auto contents = open_with_forms(*pfx, *password, budget);
    if (!contents && contents.error().code == ErrorCode::kPasswordWrong) return locked(ErrorCode::kPasswordWrong);
    return contents;
  }
  KdfBudget with_password;  // what no password would help is said before one is asked for
  if (const auto error = spend(with_password, *pfx)) return *error;
  auto contents = open_with_forms(*pfx, {}, budget);
  if (contents) return contents;
  const auto code = contents.error().code;
  if (code == ErrorCode::kPasswordWrong || code == ErrorCode::kKdfTooCostly) return locked(ErrorCode::kKeyEncrypted);
  return contents;
}

}  // namespace popcert::keys
