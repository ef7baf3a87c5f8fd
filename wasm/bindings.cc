#include <emscripten/bind.h>

#include "create_job.h"
#include "files/ca_file.h"
#include "pem/characters.h"
#include "proof/form.h"
#include "values.h"
#include "x509/public_key_info.h"

// The boundary: one thin function per use case, plain values in and out, no rules of its own. popcert-core.d.ts says
// what each object looks like.

namespace {

using namespace popcert;
using namespace popcert::wasm;

/// The field that `inspect` is asked for.
Field take_field(const val& name) {
  if (!name.isString()) return Field::kNone;
  const auto text = name.as<std::string>();
  return text == "privateKey" ? Field::kPrivateKey : text == "caCertificate" ? Field::kCaCertificate : Field::kNone;
}

void put_code(val& out, const proof::CodeCheck& code) {
  put(out, "verificationCode", code.code);
  if (code.service == proof::Service::kNone) {
    put_null(out, "service");
  } else {
    put(out, "service", proof::facts_of(code.service).id);
  }
  val services = val::array();
  for (const auto service : proof::services_of(code.code)) {
    push(services, val(std::string(proof::facts_of(service).id)));
  }
  put(out, "services", services);
  put_flag(out, "needsConfirmation", code.needs_confirmation);
}

// -- The use cases

val inspect(const val& input) {
  const Secret octets = take_secret(input["octets"]);
  const GivenPassword password(input);
  const auto contents = files::read_contents(octets.expose(), password.get());
  if (!contents) return failure(contents.error(), Field::kNone);
  const auto wanted = take_field(input["wanted"]);
  const auto error = files::reason_to_refuse(*contents, wanted);
  if (error && take_text(input["wanted"]) != "anything") return failure(*error, files::field_of(*error, wanted));
  val items = val::array();
  for (std::size_t i = 0; i < contents->items.size(); ++i) {
    val item = item_of(contents->items[i]);
    put(item, "where", contents->places[i]);
    push(items, item);
  }
  val value = val::object();
  put(value, "items", items);
  put(value, "passwordForm", contents->password_form);
  return success(value);
}

val check(const val& input) {
  const OptionalSecret ca_file(input["caCertificate"]);
  const Secret beside_key = take_secret(input["keyFileCertificates"]);
  const val pasted = input["verificationCode"];
  const bool has_code = pasted.isString();
  const auto code = has_code ? pasted.as<std::string>() : std::string();
  const auto chosen_ca = take_text(input["caSha1"]);
  std::vector<crypto::PublicKey> keys;
  const val key_infos = input["keys"];
  for (std::size_t i = 0, count = key_infos["length"].as<std::size_t>(); i < count; ++i) {
    const Secret key_info = take_secret(key_infos[i]);
    auto key = x509::decode_public_key_info(key_info.expose());
    if (key) keys.push_back(std::move(*key));
  }
  const auto form = proof::check_form({.verification_code = code,
                                       .code_origin = take_origin(input["codeOrigin"]),
                                       .ca_file = ca_file.get(),
                                       .key_file_certificates = beside_key.expose(),
                                       .keys = keys,
                                       .now = take_time(input["now"]),
                                       .not_before = take_optional_time(input["notBefore"]),
                                       .not_after = take_optional_time(input["notAfter"]),
                                       .allow_long_validity = take_flag(input["allowLongValidity"]),
                                       .ca_origin = take_origin(input["caOrigin"]),
                                       .chosen_ca = chosen_ca,
                                       .service = take_service(input["service"])});
  const auto& checked = form.checked;
  val out = val::object();
  put_flag(out, "ready", has_code && form.ready());
  put_flag(out, "readyButForCode", checked.request.has_value());
  val findings = val::array();
  if (has_code) push(findings, finding_of(form.code.finding));
  add_findings(findings, checked.findings);
  put(out, "findings", findings);
  put_index(out, "caIndex", checked.ca);
  put_index(out, "keyIndex", checked.key);
  val candidates = val::array();
  for (const auto& pair : checked.candidates) {
    val one = val::object();
    put_index(one, "caIndex", pair.ca);
    put_index(one, "keyIndex", pair.key);
    push(candidates, one);
  }
  put(out, "candidates", candidates);
  put_code(out, form.code);
  if (checked.not_before < checked.not_after) {
    put_time(out, "notBefore", checked.not_before);
    put_time(out, "notAfter", checked.not_after);
  } else {
    put_null(out, "notBefore");
    put_null(out, "notAfter");
  }
  return out;
}

/// The codes alone, whatever signs them; one answer for each. The CA's file is read once for all of them.
val check_codes(const val& codes, const val& origin_word, const val& service_id, const val& ca_certificate) {
  const auto origin = take_origin(origin_word);
  const auto service = take_service(service_id);
  const Secret ca_octets = take_secret(ca_certificate);
  const auto ca_file = files::read_ca_file(ca_octets.expose());
  const proof::Thumbprints thumbprints(ca_file ? ca_file->certificates : std::vector<x509::Certificate>());
  val out = val::array();
  for (std::size_t i = 0, count = codes["length"].as<std::size_t>(); i < count; ++i) {
    auto code = proof::check_verification_code(codes[i].as<std::string>(), origin);
    proof::judge_for(service, code);
    proof::refuse_thumbprint(code, thumbprints);
    val one = val::object();
    put(one, "finding", finding_of(code.finding));
    put_code(one, code);
    push(out, one);
  }
  return out;
}

/// onResult: is given each outcome as it is made; the list of them would be as long as the codes take.
val create_each(const val& input) {
  const CreateJob job(input);
  const val given = input["verificationCodes"], on_result = input["onResult"];
  std::vector<std::string> codes;
  for (std::size_t i = 0, count = given["length"].as<std::size_t>(); i < count; ++i) {
    codes.push_back(given[i].as<std::string>());
  }
  const proof::Signing signing(job.request, codes);
  val out = val::undefined();
  if (const auto& why = signing.failure()) {
    out = failure(why->error, why->field, signing.findings());
  } else {
    for (std::size_t i = 0; i < codes.size(); ++i) on_result(outcome_of(signing.sign(i, codes[i])));
    out = success(val::object());
  }
  put_findings(out, signing.findings());
  return out;
}

bool is_visible_text(const std::string& text) { return pem::is_visible_text(text); }

std::string version() { return POPCERT_VERSION; }

}  // namespace

EMSCRIPTEN_BINDINGS(popcert) {
  emscripten::function("version", &version);
  emscripten::function("inspect", &with_clean_stack<&inspect>);
  emscripten::function("check", &with_clean_stack<&check>);
  emscripten::function("checkCodes", &check_codes);
  emscripten::function("createEach", &with_clean_stack<&create_each>);
  emscripten::function("isVisibleText", &is_visible_text);
}
