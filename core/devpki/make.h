#pragma once

#include "devpki/authority.h"
#include "devpki/kind.h"
#include "devpki/subject.h"
#include "x509/verified_certificate.h"

namespace popcert::devpki {

/// One certificate, as it is wanted.
/// subject       of kVerification only the common name counts: the code
/// server_names  of kServer: DNS names and addresses
/// validity      cut to that of the CA
/// path_length   of CAs
struct Order {
  Kind kind;
  KeyKind key = KeyKind::kP256;
  SubjectFields subject;
  std::vector<std::string> server_names = {};
  x509::Period validity;
  std::optional<std::uint64_t> path_length = std::nullopt;
};

/// Another certificate for what one certifies already.
/// key   the certificate's own, to keep it; nothing: a fresh one of `fresh`
struct Renewal {
  const x509::Certificate& certificate;
  const crypto::PrivateKey* key = nullptr;
  KeyKind fresh = KeyKind::kP256;
  x509::Period validity;
};

/// key: nothing where none was made, or none is given out.
struct Made {
  x509::VerifiedCertificate certificate;
  std::optional<crypto::PrivateKey> key;
};

/// Octets of randomness that one certificate takes: the serial number, then the seed of its key.
inline constexpr std::size_t kMakeRandomOctets = x509::kSerialOctets + 64;

/// The key is made, the certificate signed, read again and verified under the CA's public key, once each.
/// issuer   null: only a root can do without
/// random   kMakeRandomOctets, from a cryptographic source
Outcome<Made> make(const Order& order, const Authority* issuer, Bytes random);

/// Subject and extensions stay as they are, but for the key identifiers of a new key. Self-signed where the old one is.
Outcome<Made> renew(const Renewal& renewal, const Authority* issuer, Bytes random);

}  // namespace popcert::devpki
