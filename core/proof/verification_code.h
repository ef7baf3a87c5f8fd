#pragma once

#include "proof/origin.h"
#include "proof/service.h"
#include "proof/thumbprints.h"
#include "sentences/finding.h"

namespace popcert::proof {

struct CodeCheck {
  /// Taken out of what stood around it; what is signed. Empty if it was a private key; where there are several, none of
  /// which is signed, each on a line.
  std::string code;
  Finding finding;
  Service service = Service::kNone;  // the one that was named, or the only one that hands out such codes
  /// It may be a name, and a certificate for a name is an identity: it is signed only if the person says so.
  bool needs_confirmation = false;
};

/// Judges a verification code as it was pasted (UTF-8). A code of a form that services hand out is taken out of what
/// stands around it (code_within.h), and the finding says so. What cannot be a common name fails. Of the rest the forms
/// that Azure and AWS hand out pass. No service promises a form, so another one is signed as it stands with a warning;
/// but from a page or a request file, which nobody typed, it fails, unless other services are known to hand it out.
CodeCheck check_verification_code(std::string_view pasted, Origin origin);

/// Judges it as one of the service that the caller names; kNone leaves it as it is. That the form is the service's is
/// said, and that it is not is a warning. What was refused stays refused, and what a person has to confirm stays to be
/// confirmed: whoever names a service makes no name into a code.
void judge_for(Service service, CodeCheck& code);

/// The service of all these codes, if they are of one; else kNone.
Service common_service(std::span<const std::string> codes, Origin origin);

/// Fails a code that is one of these thumbprints, of the CA's certificates.
void refuse_thumbprint(CodeCheck& code, const Thumbprints& thumbprints);

}  // namespace popcert::proof
