#include <emscripten/bind.h>

#include "base/hex.h"
#include "proof/elsewhere.h"
#include "proof/file_name.h"
#include "proof/judge.h"
#include "proof_values.h"
#include "x509/key_text.h"
#include "x509/name.h"
#include "x509/public_key_info.h"

// prepare, finish and judge: for the package. The signer's module is linked without.

namespace {

using namespace popcert;
using namespace popcert::wasm;

/// A finding that fails, as the error of a call.
val failure_of(const Finding& finding) {
  val error = finding_of(finding);
  put(error, "offset", static_cast<double>(finding.error ? finding.error->offset : 0));
  val out = val::object();
  put_flag(out, "ok", false);
  put(out, "error", error);
  return out;
}

val to_sign_of(const proof::ToSign& made) {
  const auto& ca = *made.ca;
  const Bytes tbs = made.prepared.tbs().octets();
  const auto hash = crypto::signature_hash(ca.key);
  val out = val::object();
  put(out, "tbs", octets_of(tbs));
  put(out, "hash", crypto::facts_of(hash).name);
  put(out, "digest", octets_of(crypto::digest(hash, tbs)));
  put(out, "signatureAlgorithm", x509::signature_text(ca.key));
  put(out, "verificationCode", made.verification_code);
  put(out, "fileName", proof::file_name(x509::short_name_text(ca.subject), made.verification_code));
  put(out, "ca", item_of(ca));
  return out;
}

val prepare(const val& input) {
  const OptionalSecret ca_file(input["caCertificate"]);
  const Secret random = take_secret(input["random"]);
  Secret subject_key_info;
  const auto chosen_ca = take_text(input["caSha1"]);
  proof::PrepareInput in{.ca_file = ca_file.get(),
                         .now = take_time(input["now"]),
                         .not_before = take_optional_time(input["notBefore"]),
                         .not_after = take_optional_time(input["notAfter"]),
                         .random = random.expose(),
                         .code_origin = take_origin(input["codeOrigin"]),
                         .ca_origin = take_origin(input["caOrigin"]),
                         .code_confirmed = take_flag(input["codesConfirmed"]),
                         .allow_long_validity = take_flag(input["allowLongValidity"]),
                         .chosen_ca = chosen_ca,
                         .service = take_service(input["service"])};
  take_subject_key(input["subjectKey"], subject_key_info, in.subject_key);
  in.subject_key_info = subject_key_info.expose();
  const auto prepared = proof::prepare_elsewhere(input["verificationCode"].as<std::string>(), in);
  val out = prepared.value ? success(to_sign_of(*prepared.value)) : failure_of(*prepared.failure);
  put_findings(out, prepared.findings);
  return out;
}

val finish(const val& input) {
  const Secret ca_file = take_secret(input["caCertificate"]), tbs = take_secret(input["tbs"]),
               signature = take_secret(input["signature"]);
  const proof::FinishInput in{.ca_file = ca_file.expose(),
                              .tbs = tbs.expose(),
                              .signature_file = signature.expose(),
                              .now = take_time(input["now"]),
                              .allow_long_validity = take_flag(input["allowLongValidity"]),
                              .service = take_service(input["service"])};
  const auto finished = proof::finish_elsewhere(input["verificationCode"].as<std::string>(), in);
  val out = finished.value ? success(created_of(*finished.value)) : failure_of(*finished.failure);
  put_findings(out, finished.findings);
  return out;
}

val judge(const val& input) {
  const Secret certificate = take_secret(input["certificate"]), ca_file = take_secret(input["caCertificate"]);
  const auto chosen_ca = take_text(input["caSha1"]);
  const auto judged =
      proof::judge(input["verificationCode"].as<std::string>(), {.certificate_file = certificate.expose(),
                                                                 .ca_file = ca_file.expose(),
                                                                 .now = take_time(input["now"]),
                                                                 .chosen_ca = chosen_ca,
                                                                 .ca_origin = take_origin(input["caOrigin"]),
                                                                 .service = take_service(input["service"])});
  val out = val::object();
  put_flag(out, "accepted", judged.accepted());
  put_findings(out, judged.findings);
  for (const auto& [name, certificate_of] :
       {std::pair("certificate", &judged.certificate), std::pair("ca", &judged.ca)}) {
    if (*certificate_of) {
      put(out, name, item_of(**certificate_of));
    } else {
      put_null(out, name);
    }
  }
  return out;
}

}  // namespace

EMSCRIPTEN_BINDINGS(popcert_elsewhere) {
  emscripten::function("prepare", &with_clean_stack<&prepare>);
  emscripten::function("finish", &with_clean_stack<&finish>);
  emscripten::function("judge", &with_clean_stack<&judge>);
}
