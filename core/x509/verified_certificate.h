#pragma once

#include "x509/tbs_certificate.h"

namespace popcert::x509 {

/// A finished certificate that was parsed again from its octets and whose signature holds under the issuer's public
/// key. Only `assemble` makes one, and nothing else has octets to hand out: nothing unchecked leaves.
class VerifiedCertificate {
 public:
  Bytes der() const { return certificate_.der; }
  const Certificate& fields() const { return certificate_; }

 private:
  friend Result<VerifiedCertificate> assemble(const TbsCertificate& tbs, Bytes signature, const Issuer& issuer);
  explicit VerifiedCertificate(Certificate certificate) : certificate_(std::move(certificate)) {}
  Certificate certificate_;
};

/// Puts TBSCertificate, algorithm and signature together (RFC 5280 4.1), reads the result again and verifies it: the
/// one verification that a certificate goes through.
/// signature   PKCS#1 v1.5 octets, or the DER of ECDSA-Sig-Value; made here or elsewhere
/// Errors      kSignatureFailed: the signature is not the issuer's over these octets
Result<VerifiedCertificate> assemble(const TbsCertificate& tbs, Bytes signature, const Issuer& issuer);

}  // namespace popcert::x509
