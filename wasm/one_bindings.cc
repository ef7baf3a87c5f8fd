#include <emscripten/bind.h>

#include "create_job.h"
#include "proof/form.h"

// One thing by itself, for programs: a CA's file, and the certificate for one code with all that was found. The signer's
// page asks for neither.

namespace {

using namespace popcert;
using namespace popcert::wasm;

/// A CA's file alone, whatever key and code.
val check_ca(const val& input) {
  const Secret file = take_secret(input["caCertificate"]);
  val out = val::object();
  put_findings(out, proof::check_ca(file.expose(), take_time(input["now"]), take_origin(input["caOrigin"])));
  return out;
}

val create(const val& input) {
  const CreateJob job(input);
  return outcome_of(proof::create(input["verificationCode"].as<std::string>(), job.request));
}

}  // namespace

EMSCRIPTEN_BINDINGS(popcert_one) {
  emscripten::function("checkCa", &with_clean_stack<&check_ca>);
  emscripten::function("createVerificationCertificate", &with_clean_stack<&create>);
}
