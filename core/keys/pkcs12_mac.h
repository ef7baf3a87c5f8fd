#pragma once

#include <optional>

#include "base/result.h"
#include "keys/pbe_scheme.h"

namespace popcert::keys {

/// MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING, iterations INTEGER DEFAULT 1 }, read. Borrows.
/// kdf   of PBMAC1, whose key length is key_octets and never 0; otherwise the derivation of PKCS #12 with `hash`, salt
///       and iterations
/// hash  of the HMAC over the content
struct PfxMac {
  std::optional<Pbkdf2Parameters> pbmac1;
  crypto::Hash hash;
  Bytes salt;
  std::uint64_t iterations;
  Bytes expected;
};

/// mac_data  the SEQUENCE with its header
/// Errors    kMacUnsupported, kKdfUnsupported (name), kEncryptedContentMalformed
/// Source    RFC 7292 4, RFC 9579 4 to 6
Result<PfxMac> read_pfx_mac(Bytes mac_data);

/// Takes what one check costs.
/// Errors   kKdfTooCostly
std::optional<Error> spend(KdfBudget& budget, const PfxMac& mac);

/// Whether the content is what was protected with this password. In constant time.
/// utf8, bmp  the password in both forms: PBMAC1 takes the first, all others the second (password.h)
bool is_right(const PfxMac& mac, Bytes utf8, Bytes bmp, Bytes content);

}  // namespace popcert::keys
