#include "values.h"

#include <cmath>

#include "base/hex.h"
#include "crypto/digest.h"
#include "der/time.h"
#include "pem/pem.h"
#include "x509/name.h"
#include "x509/public_key_info.h"

namespace popcert::wasm {

Secret take_secret(const val& octets) {
  if (octets.isUndefined() || octets.isNull()) return Secret();
  Secret secret(octets["length"].as<std::size_t>());
  const auto room = secret.writable();
  if (!room.empty()) val(emscripten::typed_memory_view(room.size(), room.data())).call<void>("set", octets);
  return secret;
}

UnixSeconds take_time(const val& seconds) {
  const double number = seconds.as<double>();
  return std::isfinite(number) && std::fabs(number) < 1e12 ? static_cast<UnixSeconds>(std::floor(number))
                                                           : der::kLatestTime + 1;
}

std::optional<UnixSeconds> take_optional_time(const val& seconds) {
  if (seconds.isUndefined() || seconds.isNull()) return std::nullopt;
  return take_time(seconds);
}

OptionalSecret::OptionalSecret(const val& octets)
    : given(!octets.isUndefined() && !octets.isNull()), secret(take_secret(octets)) {}

val octets_of(Bytes octets) {
  return val::global("Uint8Array").new_(val(emscripten::typed_memory_view(octets.size(), octets.data())));
}

void put(val& out, const char* name, const val& value) { out.set(name, value); }
void put(val& out, const char* name, std::string_view text) { put(out, name, val(std::string(text))); }
void put(val& out, const char* name, double number) { put(out, name, val(number)); }
void put_flag(val& out, const char* name, bool flag) { put(out, name, val(flag)); }
void put_null(val& out, const char* name) { put(out, name, val::null()); }

void put_or_null(val& out, const char* name, bool given, const val& value) {
  put(out, name, given ? value : val::null());
}

void put_time(val& out, const char* name, UnixSeconds time) { put(out, name, static_cast<double>(time)); }

void put_index(val& out, const char* name, const std::optional<std::size_t>& index) {
  put(out, name, index ? static_cast<double>(*index) : -1.0);
}

namespace {

/// Null where the error belongs to no input.
void put_field(val& out, Field field) {
  std::string_view name;
  switch (field) {
    case Field::kNone: return put_null(out, "field");
    case Field::kVerificationCode: name = "verificationCode"; break;
    case Field::kPrivateKey: name = "privateKey"; break;
    case Field::kCaCertificate: name = "caCertificate"; break;
    case Field::kPassword: name = "password"; break;
    case Field::kValidity: name = "validity"; break;
    case Field::kSubjectKey: name = "subjectKey"; break;
    case Field::kNow: name = "now"; break;
  }
  put(out, "field", name);
}

/// A sentence with all that a translation of it needs. code: null for a pass.
[[gnu::noinline]] val said(const Sentence& text, const Facts& facts, Field field) {
  std::vector<Parameter> used;
  val out = val::object();
  put(out, "message", filled(text.message, facts, &used));
  put(out, "hint", filled(text.hint, facts, &used));
  val parameters = val::object();
  for (const auto& [word, text_of_word] : used) parameters.set(std::string(word), text_of_word);
  put(out, "parameters", parameters);
  if (text.category.empty()) {
    put_null(out, "code");
    put_null(out, "category");
  } else {
    put(out, "code", text.id);
    put(out, "category", text.category);
  }
  put_field(out, field);
  return out;
}

}  // namespace

val error_of(const Error& error, Field field) { return error_of(error, field, facts_of(error)); }

val error_of(const Error& error, Field field, const Facts& facts) {
  val out = said(sentence_of(error.code), facts, field);
  put(out, "offset", static_cast<double>(error.offset));
  return out;
}

val finding_of(const Finding& finding) {
  val out = said(finding.text, finding.facts, finding.field);
  put(out, "id", finding.id);
  put(out, "text", finding.text.id);
  put(out, "status", finding.status == Status::kPass ? "pass" : finding.status == Status::kWarn ? "warn" : "fail");
  return out;
}

void push(val& array, const val& value) { array.call<void>("push", value); }

void add_findings(val& array, const std::vector<Finding>& findings) {
  for (const auto& finding : findings) push(array, finding_of(finding));
}

void put_findings(val& out, const std::vector<Finding>& findings) {
  val array = val::array();
  add_findings(array, findings);
  put(out, "findings", array);
}

val success(const val& value) {
  val out = val::object();
  put_flag(out, "ok", true);
  put(out, "value", value);
  return out;
}

val failure(const Error& error, Field field) { return failure(error, field, {}); }

val failure(const Error& error, Field field, const std::vector<Finding>& findings) {
  const auto* first = first_failure(findings);
  const bool is_said = first != nullptr && first->error && first->error->code == error.code;
  val out = val::object();
  put_flag(out, "ok", false);
  put(out, "error", error_of(error, field, is_said ? first->facts : facts_of(error)));
  return out;
}

std::string fingerprint(crypto::Hash hash, Bytes octets) { return hex(crypto::digest(hash, octets)); }

namespace {

void set_key_facts(val& out, const crypto::PublicKey& key) {
  const auto* ec = std::get_if<crypto::EcPublicKey>(&key);
  put(out, "keyType", ec != nullptr ? "EC" : "RSA");
  put(out, "bits", static_cast<double>(crypto::key_bits(key)));
  if (ec != nullptr) {
    put(out, "curve", crypto::facts_of(ec->curve).name);
  } else {
    put_null(out, "curve");
  }
  put(out, "spkiSha256", fingerprint(crypto::Hash::kSha256, x509::encode_public_key_info(key)));
}

val item_of(const files::FoundKey& key) {
  const auto public_key = crypto::public_key_of(key.key);
  val out = val::object();
  put(out, "kind", "privateKey");
  put(out, "format", key.format);
  set_key_facts(out, public_key);
  put(out, "spki", octets_of(x509::encode_public_key_info(public_key)));
  return out;
}

val item_of(const files::Other& other) {
  val out = val::object();
  switch (other.kind) {
    case files::OtherKind::kPublicKey: put(out, "kind", "publicKey"); break;
    case files::OtherKind::kCertificateRequest: put(out, "kind", "certificateRequest"); break;
    case files::OtherKind::kCrl: put(out, "kind", "crl"); break;
    case files::OtherKind::kParameters: put(out, "kind", "parameters"); break;
    case files::OtherKind::kEncryptedPrivateKey: put(out, "kind", "encryptedPrivateKey"); break;
    case files::OtherKind::kDefective: put(out, "kind", "other"); break;
  }
  put(out, "error", error_of(other.error, Field::kNone));
  return out;
}

}  // namespace

val item_of(const x509::Certificate& certificate) {
  const auto& extensions = certificate.extensions;
  val out = val::object();
  put(out, "kind", "certificate");
  put(out, "version", static_cast<double>(certificate.version));
  set_key_facts(out, certificate.key);
  put(out, "subject", x509::name_text(certificate.subject));
  put(out, "subjectShort", x509::short_name_text(certificate.subject));
  put(out, "subjectDer", octets_of(certificate.subject));
  put(out, "issuer", x509::name_text(certificate.issuer));
  put_flag(out, "selfIssued", certificate.self_issued());
  put(out, "serial", hex(certificate.serial));
  put_time(out, "notBefore", certificate.not_before);
  put_time(out, "notAfter", certificate.not_after);
  const auto& constraints = extensions.basic_constraints;
  put_or_null(out, "isCa", constraints.has_value(), val(constraints && constraints->ca));
  const auto usage = extensions.key_usage.value_or(0);
  put_or_null(out, "keyCertSign", extensions.key_usage.has_value(), val((usage >> x509::kKeyCertSignBit & 1) != 0));
  if (extensions.subject_key_identifier) {
    put(out, "subjectKeyIdentifier", hex(*extensions.subject_key_identifier));
  } else {
    put_null(out, "subjectKeyIdentifier");
  }
  put(out, "sha1", fingerprint(crypto::Hash::kSha1, certificate.der));
  put(out, "sha256", fingerprint(crypto::Hash::kSha256, certificate.der));
  put(out, "der", octets_of(certificate.der));
  put(out, "pem", pem::encode_pem("CERTIFICATE", certificate.der));
  return out;
}

val item_of(const files::Item& item) {
  return std::visit([](const auto& found) { return item_of(found); }, item);
}

void wipe_dead_stack() {
#ifndef POPCERT_WITHOUT_WIPING
  // The stack and each frame on it are aligned to 16 octets.
  auto* begin = reinterpret_cast<volatile std::uint64_t*>(emscripten_stack_get_end());
  const auto* end = reinterpret_cast<const volatile std::uint64_t*>(emscripten_stack_get_current());
  for (auto* p = begin; p < end; ++p) *p = 0;
#endif
}

}  // namespace popcert::wasm
