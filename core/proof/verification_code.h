#pragma once

#include "proof/origin.h"
#include "sentences/finding.h"

namespace popcert::proof {

/// The service whose codes look like this one.
enum class Service : std::uint8_t { kNone, kAzure, kAws };

struct CodeCheck {
  std::string code;  // without outer white space; what is signed
  Finding finding;
  Service service = Service::kNone;
  /// It may be a name, and a certificate for a name is an identity: it is signed only if the person says so.
  bool needs_confirmation = false;
};

/// Judges a verification code as it was pasted (UTF-8). What cannot be a common name fails. Of the rest the forms that
/// Azure and AWS hand out pass. No service promises a form, so another one is signed as it stands with a warning; but
/// from a page or a request file, which nobody typed, it fails, unless other services are known to hand it out.
CodeCheck check_verification_code(std::string_view pasted, Origin origin);

}  // namespace popcert::proof
