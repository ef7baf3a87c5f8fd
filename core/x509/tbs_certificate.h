#pragma once

#include "crypto/key.h"
#include "x509/certificate.h"

namespace popcert::x509 {

/// Octets of a serial number: 16, as random as the caller makes them.
inline constexpr std::size_t kSerialOctets = 16;

/// What differs between one verification certificate and the next. Borrows everything.
struct VerificationProfile {
  Bytes serial;  // kSerialOctets of them; made positive by clearing the top bit and setting the next
  std::string_view verification_code;
  UnixSeconds not_before, not_after;
  const crypto::PublicKey& subject_key;
};

/// A TBSCertificate ready to be signed by its CA, here or elsewhere. Only `encode_tbs` makes one.
class TbsCertificate {
 public:
  Bytes octets() const { return octets_; }
  /// AlgorithmIdentifier of the signature, as it stands inside.
  Bytes signature_algorithm() const { return signature_algorithm_; }

 private:
  friend TbsCertificate encode_tbs(const VerificationProfile& profile, const Certificate& ca);
  TbsCertificate(Buffer octets, Buffer algorithm)
      : octets_(std::move(octets)), signature_algorithm_(std::move(algorithm)) {}
  Buffer octets_, signature_algorithm_;
};

/// The profile of a verification certificate (RFC 5280 4.1, 4.2.1): v3; issuer = the CA's subject, byte for byte;
/// subject CN=<code>; basicConstraints CA:FALSE, critical; keyUsage digitalSignature, critical; extKeyUsage clientAuth;
/// subjectKeyIdentifier; authorityKeyIdentifier = the CA's subjectKeyIdentifier where it has one. Signature algorithm
/// by the CA's key: sha256WithRSAEncryption (RFC 4055 5), ecdsa-with-SHA256/384/512 (RFC 5758 3.2).
TbsCertificate encode_tbs(const VerificationProfile& profile, const Certificate& ca);

}  // namespace popcert::x509
