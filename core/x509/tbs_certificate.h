#pragma once

#include "x509/certificate_profile.h"
#include "x509/signature_algorithm.h"

namespace popcert::x509 {

/// A TBSCertificate ready to be signed by its issuer, here or elsewhere. Only `encode_tbs` makes one.
class TbsCertificate {
 public:
  Bytes octets() const { return octets_; }
  /// By the issuer's key: sha256WithRSAEncryption, ecdsa-with-SHA256/384/512.
  const SignatureAlgorithm& signature_algorithm() const { return *signature_algorithm_; }

 private:
  friend TbsCertificate encode_tbs(const CertificateProfile& profile, const Issuer& issuer, const Subject& subject,
                                   Bytes serial);
  TbsCertificate(Buffer octets, const SignatureAlgorithm& algorithm)
      : octets_(std::move(octets)), signature_algorithm_(&algorithm) {}
  Buffer octets_;
  const SignatureAlgorithm* signature_algorithm_;
};

/// Encodes a v3 TBSCertificate (RFC 5280 4.1) as the profile says.
/// serial   kSerialOctets of them; made positive by clearing the top bit and setting the next
TbsCertificate encode_tbs(const CertificateProfile& profile, const Issuer& issuer, const Subject& subject,
                          Bytes serial);

}  // namespace popcert::x509
