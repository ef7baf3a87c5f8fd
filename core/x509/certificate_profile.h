#pragma once

#include <vector>

#include "x509/certificate.h"

namespace popcert::x509 {

/// Octets of a serial number: 16, as random as the caller makes them.
inline constexpr std::size_t kSerialOctets = 16;

struct Period {
  UnixSeconds not_before, not_after;
};

/// What kind of certificate is made (RFC 5280 4.1, 4.2.1); what is empty or absent is left out of it.
struct CertificateProfile {
  Period validity;
  std::optional<BasicConstraints> basic_constraints = {};  // critical
  std::uint16_t key_usage = 0;                             // bits as in `Extensions`; critical
  std::vector<Bytes> ext_key_usage = {};                   // OBJECT IDENTIFIERs of der/oid.h
  bool subject_key_identifier = true;
  bool authority_key_identifier = true;  // where the issuer has a key identifier
  Bytes further_extensions = {};         // as TLVs, behind all others
};

/// Who signs: all that a certificate takes over of its issuer's.
struct Issuer {
  Buffer name;  // Name as TLV, the octets themselves: one built again may differ in string types and then not match
  crypto::PublicKey key;
  std::optional<Buffer> key_identifier;
};

Issuer issuer_of(const Certificate& ca);

/// Whom the certificate is for.
struct Subject {
  Buffer name;  // Name as TLV
  crypto::PublicKey key;
};

}  // namespace popcert::x509
