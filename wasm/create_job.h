#pragma once

#include "proof/create.h"
#include "proof_values.h"
#include "values.h"

namespace popcert::wasm {

/// What a call of create gives, with what it borrows from.
struct CreateJob {
  explicit CreateJob(const val& input)
      : ca_file(input["caCertificate"]),
        key_file(take_secret(input["privateKey"])),
        password(input),
        random(take_secret(input["random"])),
        chosen_ca(take_text(input["caSha1"])) {
    request.ca_file = ca_file.get();
    request.key_file = key_file.expose();
    request.password = password.get();
    request.now = take_time(input["now"]);
    request.not_before = take_optional_time(input["notBefore"]);
    request.not_after = take_optional_time(input["notAfter"]);
    request.random = random.expose();
    request.code_origin = take_origin(input["codeOrigin"]);
    request.ca_origin = take_origin(input["caOrigin"]);
    request.codes_confirmed = take_flag(input["codesConfirmed"]);
    request.chosen_ca = chosen_ca;
    request.service = take_service(input["service"]);
    request.allow_long_validity = take_flag(input["allowLongValidity"]);
    take_subject_key(input["subjectKey"], subject_key_info, request.subject_key);
    request.subject_key_info = subject_key_info.expose();
  }
  OptionalSecret ca_file;
  Secret key_file;
  GivenPassword password;
  Secret random, subject_key_info;
  std::string chosen_ca;
  proof::CreateInput request{};
};

}  // namespace popcert::wasm
