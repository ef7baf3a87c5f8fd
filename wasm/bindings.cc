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

// The boundary: one thin function per use case, plain values in and out, no rules of its own. popcert-core.d.ts says what
// each object looks like.

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

/// A password that may be absent, which is not the same as an empty one.
struct Password {
  explicit Password(const val& octets)
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

val text_of(std::string_view text) { return val(std::string(text)); }

val time_of(UnixSeconds time) { return val(static_cast<double>(time)); }

val index_of(const std::optional<std::size_t>& index) { return val(index ? static_cast<int>(*index) : -1); }

val field_of(issue::Field field) {
  switch (field) {
    case issue::Field::kNone: return val::null();
    case issue::Field::kVerificationCode: return val("verificationCode");
    case issue::Field::kPrivateKey: return val("privateKey");
    case issue::Field::kCaCertificate: return val("caCertificate");
    case issue::Field::kPassword: return val("password");
    case issue::Field::kValidity: return val("validity");
    case issue::Field::kSubjectKey: return val("subjectKey");
    case issue::Field::kNow: return val("now");
  }
  return val::null();
}

val error_of(const Error& error, issue::Field field) {
  const auto text = popcert::text_of(error.code);
  val out = val::object();
  out.set("code", text_of(text.id));
  out.set("category", text_of(text.category));
  out.set("message", text_of(message_of(error)));
  out.set("hint", text_of(hint_of(error)));
  out.set("offset", val(static_cast<double>(error.offset)));
  out.set("field", field_of(field));
  return out;
}

val finding_of(const issue::Finding& finding) {
  val out = val::object();
  out.set("id", text_of(finding.id));
  out.set("status", val(finding.status == issue::Status::kPass   ? "pass"
                        : finding.status == issue::Status::kWarn ? "warn"
                                                                 : "fail"));
  out.set("field", field_of(finding.field));
  out.set("message", text_of(finding.message));
  out.set("hint", finding.error ? text_of(hint_of(*finding.error)) : val(""));
  out.set("code", finding.error ? text_of(popcert::text_of(finding.error->code).id) : val::null());
  out.set("category", finding.error ? text_of(popcert::text_of(finding.error->code).category) : val::null());
  return out;
}

val findings_of(const std::vector<issue::Finding>& findings) {
  val out = val::array();
  for (const auto& finding : findings) out.call<void>("push", finding_of(finding));
  return out;
}

val success(const val& value) {
  val out = val::object();
  out.set("ok", true);
  out.set("value", value);
  return out;
}

val failure(const Error& error, issue::Field field) {
  val out = val::object();
  out.set("ok", false);
  out.set("error", error_of(error, field));
  return out;
}

std::string fingerprint(crypto::Hash hash, Bytes octets) { return issue::hex(crypto::digest(hash, octets)); }

void set_key_facts(val& out, const crypto::PublicKey& key) {
  const auto* ec = std::get_if<crypto::EcPublicKey>(&key);
  out.set("keyType", val(ec != nullptr ? "EC" : "RSA"));
  out.set("bits", val(static_cast<int>(crypto::key_bits(key))));
  out.set("curve", ec != nullptr ? text_of(issue::curve_text(ec->curve)) : val::null());
  out.set("spkiSha256", text_of(fingerprint(crypto::Hash::kSha256, x509::encode_public_key_info(key))));
}

val item_of(const keys::PrivateKey& key) {
  const auto public_key = crypto::public_key_of(key.key);
  val out = val::object();
  out.set("kind", val("privateKey"));
  out.set("format", text_of(key.format));
  set_key_facts(out, public_key);
  out.set("spki", octets_of(x509::encode_public_key_info(public_key)));
  return out;
}

val item_of(const x509::Certificate& certificate) {
  const auto& extensions = certificate.extensions;
  val out = val::object();
  out.set("kind", val("certificate"));
  out.set("version", val(static_cast<int>(certificate.version)));
  set_key_facts(out, certificate.key);
  out.set("subject", text_of(x509::name_text(certificate.subject)));
  out.set("subjectShort", text_of(x509::short_name_text(certificate.subject)));
  out.set("subjectDer", octets_of(certificate.subject));
  out.set("issuer", text_of(x509::name_text(certificate.issuer)));
  out.set("selfIssued", val(certificate.self_issued()));
  out.set("serial", text_of(issue::hex(certificate.serial)));
  out.set("notBefore", time_of(certificate.not_before));
  out.set("notAfter", time_of(certificate.not_after));
  out.set("isCa", extensions.basic_constraints ? val(extensions.basic_constraints->ca) : val::null());
  out.set("keyCertSign",
          extensions.key_usage ? val((*extensions.key_usage >> x509::kKeyCertSignBit & 1) != 0) : val::null());
  out.set("subjectKeyIdentifier",
          extensions.subject_key_identifier ? text_of(issue::hex(*extensions.subject_key_identifier)) : val::null());
  out.set("sha1", text_of(fingerprint(crypto::Hash::kSha1, certificate.der)));
  out.set("sha256", text_of(fingerprint(crypto::Hash::kSha256, certificate.der)));
  out.set("der", octets_of(certificate.der));
  out.set("pem", text_of(text::encode_pem("CERTIFICATE", certificate.der)));
  return out;
}

val item_of(const issue::Other& other) {
  val out = val::object();
  switch (other.kind) {
    case issue::OtherKind::kPublicKey: out.set("kind", val("publicKey")); break;
    case issue::OtherKind::kCertificateRequest: out.set("kind", val("certificateRequest")); break;
    case issue::OtherKind::kCrl: out.set("kind", val("crl")); break;
    case issue::OtherKind::kParameters: out.set("kind", val("parameters")); break;
    case issue::OtherKind::kEncryptedPrivateKey: out.set("kind", val("encryptedPrivateKey")); break;
    case issue::OtherKind::kDefective: out.set("kind", val("other")); break;
  }
  out.set("error", error_of(other.error, issue::Field::kNone));
  return out;
}

val created_of(const issue::Created& created) {
  const auto& fields = created.certificate.fields();
  const Bytes der = created.certificate.der();
  val out = val::object();
  out.set("pem", text_of(text::encode_pem("CERTIFICATE", der)));
  out.set("der", octets_of(der));
  out.set("fileName", text_of(issue::file_name(x509::short_name_text(created.ca.subject), created.verification_code)));
  out.set("verificationCode", text_of(created.verification_code));
  out.set("subject", text_of(x509::name_text(fields.subject)));
  out.set("issuer", text_of(x509::name_text(fields.issuer)));
  out.set("serial", text_of(issue::hex(fields.serial)));
  out.set("notBefore", time_of(fields.not_before));
  out.set("notAfter", time_of(fields.not_after));
  out.set("signatureAlgorithm", text_of(issue::signature_text(created.ca.key)));
  out.set("sha1", text_of(fingerprint(crypto::Hash::kSha1, der)));
  out.set("sha256", text_of(fingerprint(crypto::Hash::kSha256, der)));
  out.set("caSha1", text_of(fingerprint(crypto::Hash::kSha1, created.ca.der)));
  return out;
}

// -- The use cases

val inspect(const val& input) {
  const Secret octets = take_secret(input["octets"]);
  const Password password(input["password"]);
  const auto contents = issue::read_contents(octets.expose(), password.get());
  if (!contents) return failure(contents.error(), issue::Field::kNone);
  const auto wanted = take_field(input["wanted"]);
  if (const auto error = issue::reason_to_refuse(*contents, wanted))
    return failure(*error, issue::field_of(*error, wanted));
  val items = val::array();
  for (const auto& item : contents->items) {
    items.call<void>("push", std::visit([](const auto& found) { return item_of(found); }, item));
  }
  val value = val::object();
  value.set("items", items);
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
  const auto checked =
      issue::check_files(code, ca_octets.expose(), keys, take_time(input["now"]),
                         take_optional_time(input["notBefore"]), take_optional_time(input["notAfter"]));
  val out = val::object();
  out.set("ready", val(checked.request.has_value()));
  out.set("findings", findings_of(checked.findings));
  out.set("caIndex", index_of(checked.ca));
  out.set("keyIndex", index_of(checked.key));
  out.set("verificationCode", text_of(checked.verification_code));
  out.set("notBefore", checked.not_before < checked.not_after ? time_of(checked.not_before) : val::null());
  out.set("notAfter", checked.not_before < checked.not_after ? time_of(checked.not_after) : val::null());
  return out;
}

val create(const val& input) {
  const Secret ca_file = take_secret(input["caCertificate"]);
  const Secret key_file = take_secret(input["privateKey"]);
  const Password password(input["password"]);
  const Secret random = take_secret(input["random"]);
  const auto code = input["verificationCode"].as<std::string>();
  issue::CreateInput request{};
  request.verification_code = code;
  request.ca_file = ca_file.expose();
  request.key_file = key_file.expose();
  request.password = password.get();
  request.now = take_time(input["now"]);
  request.not_before = take_optional_time(input["notBefore"]);
  request.not_after = take_optional_time(input["notAfter"]);
  request.random = random.expose();
  const val subject_key = input["subjectKey"];
  Secret subject_key_info;
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
  const auto outcome = issue::create(request);
  const auto* why = std::get_if<issue::Failure>(&outcome.result);
  val out =
      why != nullptr ? failure(why->error, why->field) : success(created_of(std::get<issue::Created>(outcome.result)));
  out.set("findings", findings_of(outcome.findings));
  return out;
}

/// BearSSL leaves numbers of the key on the stack it used. This runs when the core has returned and zeroes everything below
/// its own frame, which is all that any of its calls can have reached.
[[gnu::noinline]] void wipe_dead_stack() {
  auto* begin = reinterpret_cast<volatile std::uint8_t*>(emscripten_stack_get_end());
  const auto* end = reinterpret_cast<const volatile std::uint8_t*>(emscripten_stack_get_current());
  for (auto* p = begin; p != end; ++p) *p = 0;
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
}
