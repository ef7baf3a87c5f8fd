#pragma once

#include "proof/origin.h"
#include "proof/service.h"
#include "sentences/finding.h"
#include "x509/certificate.h"

namespace popcert::proof {

/// Borrows everything.
struct JudgeInput {
  Bytes certificate_file;  // a certificate, or several of which one is meant
  Bytes ca_file;
  UnixSeconds now;
  std::string_view chosen_ca = {};
  Origin ca_origin = Origin::kProgram;
  Service service = Service::kNone;
};

struct Judged {
  std::vector<Finding> findings;                 // about the code, the certificate, then the CA
  std::optional<x509::Certificate> certificate;  // the one that was judged
  std::optional<x509::Certificate> ca;           // the one that it was judged by

  bool accepted() const { return certificate && first_failure(findings) == nullptr; }
};

/// Whether a service would take a verification certificate that another tool made: the code is its name, the CA is its
/// issuer, its signature is the CA key's, it is valid now; and the CA is one by the rules of `check`. What no service
/// is known to look at, such as further extensions, is not held against it; what is doubtful is a warning. Of several
/// certificates that is judged whose name is the code, else one that the CA issued, else the first that is not the CA.
Judged judge(const std::string& verification_code, const JudgeInput& input);

}  // namespace popcert::proof
