#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"

namespace popcert::x509 {

/// One extension of a certificate, for people.
struct ExtensionText {
  std::string id;         // the object identifier with dots
  std::string_view name;  // "Key usage"; empty for one that is not known
  bool critical = false;
  std::string text;  // what it says, such as "signs certificates, signs CRLs"; its octets in hex where it is not known
};

/// The extensions in the order of the certificate. For display alone: nothing is decided by it.
/// der      a certificate that `decode_certificate` let pass; of anything else nothing comes back
/// Source   RFC 5280 4.2
std::vector<ExtensionText> extension_texts(Bytes der);

}  // namespace popcert::x509
