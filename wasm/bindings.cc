#include <emscripten/bind.h>
#include <emscripten/stack.h>
#include <emscripten/val.h>

#include <cmath>

#include "crypto/digest.h"
#include "der/time.h"
#include "issue/create.h"
#include "issue/describe.h"
#include "text/pem.h"
#include "x509/name.h"
#include "x509/public_key_info.h"

// The boundary: one thin function per use case, plain values in and out, no rules of its own. popcert-core.d.ts says
// what each object looks like.

namespace {

using emscripten::val;
using namespace popcert;

// -- JavaScript to C++

/// One copy, straight into the wiped buffer; a std::string argument would be freed unwiped.
Secret take_secret(const val& octets) {
  if (octets.isUndefined() || octets.isNull()) return Secret();
  Secret secret(octets["length"].as<std::size_t>());
  const auto room = secret.writable();
  if (!room.empty()) val(emscripten::typed_memory_view(room.size(), room.data())).call<void>("set", octets);
  return secret;
}

/// Times beyond every calendar become one that the core refuses.
UnixSeconds take_time(const val& seconds) {
  const double number = seconds.as<double>();
  return std::isfinite(number) && std::fabs(number) < 1e12 ? static_cast<UnixSeconds>(std::floor(number))
                                                           : der::kLatestTime + 1;
}

std::optional<UnixSeconds> take_optional_time(const val& seconds) {
  if (seconds.isUndefined() || seconds.isNull()) return std::nullopt;
  return take_time(seconds);
}

/// Octets that may be absent, which is not the same as none.
struct OptionalSecret {
  explicit OptionalSecret(const val& octets)
      : given(!octets.isUndefined() && !octets.isNull()), secret(take_secret(octets)) {}
  std::optional<Bytes> get() const { return given ? std::optional<Bytes>(secret.expose()) : std::nullopt; }
  bool given;
  Secret secret;
};

/// The field that `inspect` is asked for.
issue::Field take_field(const val& name) {
  if (!name.isString()) return issue::Field::kNone;
  const auto text = name.as<std::string>();
  return text == "privateKey"      ? issue::Field::kPrivateKey
         : text == "caCertificate" ? issue::Field::kCaCertificate
                                   : issue::Field::kNone;
}

// -- C++ to JavaScript

val octets_of(Bytes octets) {
  return val::global("Uint8Array").new_(val(emscripten::typed_memory_view(octets.size(), octets.data())));
}

// Not inline: each use of val::set is long code, and there are many.
[[gnu::noinline]] void put(val& out, const char* name, const val& value) { out.set(name, value); }
[[gnu::noinline]] void put(val& out, const char* name, std::string_view text) {
  put(out, name, val(std::string(text)));
}
[[gnu::noinline]] void put(val& out, const char* name, double number) { put(out, name, val(number)); }
[[gnu::noinline]] void put_flag(val& out, const char* name, bool flag) { put(out, name, val(flag)); }
[[gnu::noinline]] void put_null(val& out, const char* name) { put(out, name, val::null()); }

void put_time(val& out, const char* name, UnixSeconds time) { put(out, name, static_cast<double>(time)); }

void put_index(val& out, const char* name, const std::optional<std::size_t>& index) {
  put(out, name, index ? static_cast<double>(*index) : -1.0);
}

/// Null where the error belongs to no input.
void put_field(val& out, issue::Field field) {
  std::string_view name;
  switch (field) {
    case issue::Field::kNone: return put_null(out, "field");
    case issue::Field::kVerificationCode: name = "verificationCode"; break;
    case issue::Field::kPrivateKey: name = "privateKey"; break;
    case issue::Field::kCaCertificate: name = "caCertificate"; break;
    case issue::Field::kPassword: name = "password"; break;
    case issue::Field::kValidity: name = "validity"; break;
    case issue::Field::kSubjectKey: name = "subjectKey"; break;
    case issue::Field::kNow: name = "now"; break;
  }
  put(out, "field", name);
}

/// A sentence with all that a translation of it needs. code: null for a pass.
[[gnu::noinline]] val sentence_of(const ErrorText& text, const Facts& facts, issue::Field field) {
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

val error_of(const Error& error, issue::Field field) {
  val out = sentence_of(popcert::text_of(error.code), facts_of(error), field);
  put(out, "offset", static_cast<double>(error.offset));
  return out;
}

val finding_of(const issue::Finding& finding) {
  val out = sentence_of(finding.text, finding.facts, finding.field);
  put(out, "id", finding.id);
  put(out, "text", finding.text.id);
  put(out, "status",
      finding.status == issue::Status::kPass   ? "pass"
      : finding.status == issue::Status::kWarn ? "warn"
                                               : "fail");
  return out;
}

// Not inline, like `put`.
[[gnu::noinline]] void push(val& array, const val& value) { array.call<void>("push", value); }

void add_findings(val& array, const std::vector<issue::Finding>& findings) {
  for (const auto& finding : findings) push(array, finding_of(finding));
}

void put_findings(val& out, const std::vector<issue::Finding>& findings) {
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

val failure(const Error& error, issue::Field field) {
  val out = val::object();
  put_flag(out, "ok", false);
  put(out, "error", error_of(error, field));
  return out;
}

std::string fingerprint(crypto::Hash hash, Bytes octets) { return issue::hex(crypto::digest(hash, octets)); }

void set_key_facts(val& out, const crypto::PublicKey& key) {
  const auto* ec = std::get_if<crypto::EcPublicKey>(&key);
  put(out, "keyType", ec != nullptr ? "EC" : "RSA");
  put(out, "bits", static_cast<double>(crypto::key_bits(key)));
  if (ec != nullptr) {
    put(out, "curve", issue::curve_text(ec->curve));
  } else {
    put_null(out, "curve");
  }
  put(out, "spkiSha256", fingerprint(crypto::Hash::kSha256, x509::encode_public_key_info(key)));
}

val item_of(const keys::PrivateKey& key) {
  const auto public_key = crypto::public_key_of(key.key);
  val out = val::object();
  put(out, "kind", "privateKey");
  put(out, "format", key.format);
  set_key_facts(out, public_key);
  put(out, "spki", octets_of(x509::encode_public_key_info(public_key)));
  return out;
}

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
  put(out, "serial", issue::hex(certificate.serial));
  put_time(out, "notBefore", certificate.not_before);
  put_time(out, "notAfter", certificate.not_after);
  if (extensions.basic_constraints) {
    put_flag(out, "isCa", extensions.basic_constraints->ca);
  } else {
    put_null(out, "isCa");
  }
  if (extensions.key_usage) {
    put_flag(out, "keyCertSign", *extensions.key_usage >> x509::kKeyCertSignBit & 1);
  } else {
    put_null(out, "keyCertSign");
  }
  if (extensions.subject_key_identifier) {
    put(out, "subjectKeyIdentifier", issue::hex(*extensions.subject_key_identifier));
  } else {
    put_null(out, "subjectKeyIdentifier");
  }
  put(out, "sha1", fingerprint(crypto::Hash::kSha1, certificate.der));
  put(out, "sha256", fingerprint(crypto::Hash::kSha256, certificate.der));
  put(out, "der", octets_of(certificate.der));
  put(out, "pem", text::encode_pem("CERTIFICATE", certificate.der));
  return out;
}

val item_of(const issue::Other& other) {
  val out = val::object();
  switch (other.kind) {
    case issue::OtherKind::kPublicKey: put(out, "kind", "publicKey"); break;
    case issue::OtherKind::kCertificateRequest: put(out, "kind", "certificateRequest"); break;
    case issue::OtherKind::kCrl: put(out, "kind", "crl"); break;
    case issue::OtherKind::kParameters: put(out, "kind", "parameters"); break;
    case issue::OtherKind::kEncryptedPrivateKey: put(out, "kind", "encryptedPrivateKey"); break;
    case issue::OtherKind::kDefective: put(out, "kind", "other"); break;
  }
  put(out, "error", error_of(other.error, issue::Field::kNone));
  return out;
}

val created_of(const issue::Created& created) {
  const auto& fields = created.certificate.fields();
  const Bytes der = created.certificate.der();
  val out = val::object();
  put(out, "pem", text::encode_pem("CERTIFICATE", der));
  put(out, "der", octets_of(der));
  put(out, "fileName", issue::file_name(x509::short_name_text(created.ca->subject), created.verification_code));
  put(out, "verificationCode", created.verification_code);
  put(out, "subject", x509::name_text(fields.subject));
  put(out, "issuer", x509::name_text(fields.issuer));
  put(out, "serial", issue::hex(fields.serial));
  put_time(out, "notBefore", fields.not_before);
  put_time(out, "notAfter", fields.not_after);
  put(out, "signatureAlgorithm", issue::signature_text(created.ca->key));
  put(out, "sha1", fingerprint(crypto::Hash::kSha1, der));
  put(out, "sha256", fingerprint(crypto::Hash::kSha256, der));
  put(out, "caSha1", fingerprint(crypto::Hash::kSha1, created.ca->der));
  return out;
}

// -- The use cases

val inspect(const val& input) {
  const Secret octets = take_secret(input["octets"]);
  const OptionalSecret password(input["password"]);
  const auto contents = issue::read_contents(octets.expose(), password.get());
  if (!contents) return failure(contents.error(), issue::Field::kNone);
  const auto wanted = take_field(input["wanted"]);
  if (const auto error = issue::reason_to_refuse(*contents, wanted))
    return failure(*error, issue::field_of(*error, wanted));
  val items = val::array();
  for (const auto& item : contents->items) {
    push(items, std::visit([](const auto& found) { return item_of(found); }, item));
  }
  val value = val::object();
  put(value, "items", items);
  return success(value);
}

val check(const val& input) {
  const Secret ca_octets = take_secret(input["caCertificate"]);
  const auto code = input["verificationCode"].as<std::string>();
  std::vector<crypto::PublicKey> keys;
  const val key_infos = input["keys"];
  for (std::size_t i = 0, count = key_infos["length"].as<std::size_t>(); i < count; ++i) {
    const Secret key_info = take_secret(key_infos[i]);
    auto key = x509::decode_public_key_info(key_info.expose());
    if (key) keys.push_back(std::move(*key));
  }
  auto form = issue::check_form(code, ca_octets.expose(), keys, take_time(input["now"]),
                                take_optional_time(input["notBefore"]), take_optional_time(input["notAfter"]));
  const auto& checked = form.checked;
  val out = val::object();
  put_flag(out, "ready", form.ready());
  val findings = val::array();
  push(findings, finding_of(form.code.finding));
  add_findings(findings, checked.findings);
  put(out, "findings", findings);
  put_index(out, "caIndex", checked.ca);
  put_index(out, "keyIndex", checked.key);
  put(out, "verificationCode", form.code.code);
  if (checked.not_before < checked.not_after) {
    put_time(out, "notBefore", checked.not_before);
    put_time(out, "notAfter", checked.not_after);
  } else {
    put_null(out, "notBefore");
    put_null(out, "notAfter");
  }
  return out;
}

/// What a call of create gives, with what it borrows from.
struct CreateJob {
  explicit CreateJob(const val& input)
      : ca_file(input["caCertificate"]),
        key_file(take_secret(input["privateKey"])),
        password(input["password"]),
        random(take_secret(input["random"])) {
    request.ca_file = ca_file.get();
    request.key_file = key_file.expose();
    request.password = password.get();
    request.now = take_time(input["now"]);
    request.not_before = take_optional_time(input["notBefore"]);
    request.not_after = take_optional_time(input["notAfter"]);
    request.random = random.expose();
    const val subject_key = input["subjectKey"];
    if (subject_key.isString()) {
      const auto name = subject_key.as<std::string>();
      if (name == "RSA-2048") {
        request.subject_key = issue::SubjectKey::kFreshRsa2048;
      } else if (name != "P-256") {
        request.subject_key = issue::SubjectKey::kGiven;  // of nothing: refused with the error of that field
      }
    } else if (!subject_key.isUndefined() && !subject_key.isNull()) {
      subject_key_info = take_secret(subject_key);
      request.subject_key = issue::SubjectKey::kGiven;
      request.subject_key_info = subject_key_info.expose();
    }
  }
  OptionalSecret ca_file;
  Secret key_file;
  OptionalSecret password;
  Secret random, subject_key_info;
  issue::CreateInput request{};
};

val outcome_of(const issue::Outcome& outcome) {
  const auto* why = std::get_if<issue::Failure>(&outcome.result);
  val out =
      why != nullptr ? failure(why->error, why->field) : success(created_of(std::get<issue::Created>(outcome.result)));
  put_findings(out, outcome.findings);
  return out;
}

val create(const val& input) {
  const CreateJob job(input);
  return outcome_of(issue::create(input["verificationCode"].as<std::string>(), job.request));
}

val create_all(const val& input) {
  const CreateJob job(input);
  std::vector<std::string> codes;
  const val given = input["verificationCodes"];
  for (std::size_t i = 0, count = given["length"].as<std::size_t>(); i < count; ++i) {
    codes.push_back(given[i].as<std::string>());
  }
  const auto batch = issue::create_all(codes, job.request);
  val out = val::undefined();
  if (batch.failure) {
    out = failure(batch.failure->error, batch.failure->field);
  } else {
    val results = val::array();
    for (const auto& outcome : batch.results) push(results, outcome_of(outcome));
    val value = val::object();
    put(value, "results", results);
    out = success(value);
  }
  put_findings(out, batch.findings);
  return out;
}

/// BearSSL leaves numbers of the key on the stack it used. This runs when the core has returned and zeroes everything
/// below its own frame, which is all that any of its calls can have reached.
[[gnu::noinline]] void wipe_dead_stack() {
#ifndef POPCERT_WITHOUT_WIPING
  auto* begin = reinterpret_cast<volatile std::uint8_t*>(emscripten_stack_get_end());
  const auto* end = reinterpret_cast<const volatile std::uint8_t*>(emscripten_stack_get_current());
  for (auto* p = begin; p != end; ++p) *p = 0;
#endif
}

template <val (*use_case)(const val&)>
val with_clean_stack(const val& input) {
  val out = use_case(input);
  wipe_dead_stack();
  return out;
}

std::string version() { return POPCERT_VERSION; }

}  // namespace

EMSCRIPTEN_BINDINGS(popcert) {
  emscripten::function("version", &version);
  emscripten::function("inspect", &with_clean_stack<&inspect>);
  emscripten::function("check", &with_clean_stack<&check>);
  emscripten::function("createVerificationCertificate", &with_clean_stack<&create>);
  emscripten::function("createVerificationCertificates", &with_clean_stack<&create_all>);
}
