#include "proof/prepare.h"

#include "der/oid.h"
#include "x509/name.h"

namespace popcert::proof {

x509::CertificateProfile verification_profile(x509::Period validity) {
  return {.validity = validity,
          .basic_constraints = x509::BasicConstraints{},
          .key_usage = 1u << x509::kDigitalSignatureBit,
          .ext_key_usage = {der::oid::kClientAuth}};
}

Prepared prepare(const CheckedRequest& request, std::string_view code, const crypto::PublicKey& subject_key,
                 Bytes serial) {
  const x509::Subject subject{x509::encode_common_name(code), subject_key};
  return {x509::encode_tbs(verification_profile(request.validity()), request.issuer(), subject, serial),
          request.issuer()};
}

}  // namespace popcert::proof
