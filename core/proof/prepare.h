#pragma once

#include "proof/check.h"
#include "x509/tbs_certificate.h"

namespace popcert::proof {

/// A verification certificate that lacks only its issuer's signature: that may be made here, or by a device or service
/// that keeps the key. Only `prepare` makes one.
class Prepared {
 public:
  /// What is to be signed, and how: `tbs().octets()` with `tbs().signature_algorithm()`.
  const x509::TbsCertificate& tbs() const { return tbs_; }
  const x509::Issuer& issuer() const { return issuer_; }

 private:
  friend Prepared prepare(const CheckedRequest& request, std::string_view code, const crypto::PublicKey& subject_key,
                          Bytes serial);
  Prepared(x509::TbsCertificate tbs, x509::Issuer issuer) : tbs_(std::move(tbs)), issuer_(std::move(issuer)) {}
  x509::TbsCertificate tbs_;
  x509::Issuer issuer_;
};

/// What every verification certificate is: no CA (critical), for digitalSignature (critical) and clientAuth, with both
/// key identifiers.
x509::CertificateProfile verification_profile(x509::Period validity);

/// code     as `check_verification_code` gives it, without a failure; becomes the common name
/// serial   x509::kSerialOctets, from a cryptographic source
Prepared prepare(const CheckedRequest& request, std::string_view code, const crypto::PublicKey& subject_key,
                 Bytes serial);

}  // namespace popcert::proof
