#pragma once

#include "proof/check.h"
#include "proof/verification_code.h"

namespace popcert::proof {

/// What is known of the form before any key is used.
struct FormInput {
  std::string_view verification_code;
  Origin code_origin = Origin::kProgram;
  std::optional<Bytes> ca_file;             // absent: none yet
  Bytes key_file_certificates;              // PEM or DER; empty: none, or not known
  std::span<const crypto::PublicKey> keys;  // public halves, as `inspect` found them
  UnixSeconds now;
  std::optional<UnixSeconds> not_before = std::nullopt, not_after = std::nullopt;
  bool allow_long_validity = false;
  Origin ca_origin = Origin::kProgram;
  std::string_view chosen_ca = {};   // as in CheckInput
  Service service = Service::kNone;  // that the caller names; else the one of the code counts
};

struct CheckedForm {
  CodeCheck code;
  Checked checked;  // findings: about the files first

  bool ready() const { return checked.request && code.finding.status != Status::kFail; }
};

/// Checks the code, and the files' certificates with the public halves.
CheckedForm check_form(const FormInput& in);

/// Checks a CA's file alone: how it was read, and what it is, without any key, code or period.
/// origin   who gave it
std::vector<Finding> check_ca(Bytes ca_file, UnixSeconds now, Origin origin);

}  // namespace popcert::proof
