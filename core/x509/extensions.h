#pragma once

#include <optional>

#include "base/result.h"
#include "der/reader.h"

namespace popcert::x509 {

/// Bits of KeyUsage (RFC 5280 4.2.1.3), bit n of the standard at value 1 << n.
inline constexpr unsigned kDigitalSignatureBit = 0;
inline constexpr unsigned kKeyCertSignBit = 5;

struct BasicConstraints {
  bool ca = false;
  std::optional<std::uint64_t> path_length;
};

/// The extensions that decide whether a certificate may issue another; all others are only checked for their shape.
struct Extensions {
  std::optional<BasicConstraints> basic_constraints;
  std::optional<std::uint16_t> key_usage;
  std::optional<Buffer> subject_key_identifier;
  std::optional<Buffer> authority_key_identifier;  // its keyIdentifier, where there is one
};

/// Decodes Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension (RFC 5280 4.1).
/// extensions   cursor before the SEQUENCE, nothing after it
/// Errors       kCertificateMalformed (name "extensions"), kCertificateDuplicateExtension,
///              kCertificateExtensionMalformed (name: which). An extension that is there twice is refused and not
///              resolved by order: programs disagree.
Result<Extensions> decode_extensions(der::Reader extensions);

}  // namespace popcert::x509
