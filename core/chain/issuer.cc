#include "chain/issuer.h"

#include "x509/canonical_name.h"

namespace popcert::chain {

Named names_as_issuer(const x509::Certificate& certificate, const x509::Certificate& issuer) {
  const auto& said = certificate.extensions;
  const auto& key = issuer.extensions.subject_key_identifier;
  if (said.authority_key_identifier && key && *said.authority_key_identifier != *key) return Named::kOther;
  if (said.authority_serial && *said.authority_serial != issuer.serial) return Named::kOther;
  if (said.authority_issuer && !x509::same_name(*said.authority_issuer, issuer.issuer)) return Named::kOther;
  return said.authority_key_identifier && key ? Named::kThis : Named::kUnsaid;
}

}  // namespace popcert::chain
