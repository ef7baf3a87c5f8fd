#pragma once

#include <optional>

#include "base/result.h"
#include "der/reader.h"

namespace popcert::x509 {

/// Bits of KeyUsage (RFC 5280 4.2.1.3), bit n of the standard at value 1 << n.
inline constexpr unsigned kDigitalSignatureBit = 0;
inline constexpr unsigned kKeyAgreementBit = 4;
inline constexpr unsigned kKeyCertSignBit = 5;

struct BasicConstraints {
  bool ca = false;
  std::optional<std::uint64_t> path_length;
};

/// The extensions that decide whether a certificate may issue another, or stand for a device.
struct Extensions {
  std::optional<BasicConstraints> basic_constraints;
  std::optional<std::uint16_t> key_usage;
  std::optional<Buffer> subject_key_identifier;
  std::optional<Buffer> authority_key_identifier;  // its keyIdentifier, where there is one
  std::optional<Buffer> authority_issuer;          // of the issuer's certificate: its first directoryName, as TLV
  std::optional<Buffer> authority_serial;          // likewise, contents of the INTEGER
  std::optional<bool> for_clients;                 // extKeyUsage, where there is one, has clientAuth or any
  bool only_any_purpose = false;                   // it has any, and not clientAuth
  std::optional<Buffer> subject_alternative_name;  // GeneralNames, NameConstraints: as DER
  std::optional<Buffer> name_constraints;
  bool unknown_critical = false;  // one is critical that OpenSSL does not know, or does not take as critical
  bool special = false;           // a proxy certificate (RFC 3820), or internet addresses (RFC 3779)
  std::string_view unreadable{};  // the first that is damaged, of those that OpenSSL reads and nothing here needs
};

/// Decodes Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension (RFC 5280 4.1).
/// extensions   cursor before the SEQUENCE, nothing after it
/// Errors       kCertificateMalformed (name "extensions"), kCertificateDuplicateExtension,
///              kCertificateExtensionMalformed (name: which). An extension that is there twice is refused and not
///              resolved by order: programs disagree.
Result<Extensions> decode_extensions(der::Reader extensions);

}  // namespace popcert::x509
