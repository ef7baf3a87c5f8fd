#pragma once

#include <optional>
#include <vector>

#include "base/secret.h"
#include "keys/kdf_bounds.h"

namespace popcert::keys {

/// What a PFX holds, in file order. Which certificate belongs to which key is told by their public keys alone.
/// private_keys  PrivateKeyInfo in DER, decrypted
/// certificates  X.509 in DER, as they stand; one SEQUENCE each, otherwise unread
/// skipped       bags of other kinds: CRLs, secrets, SDSI certificates, unknown ones
struct PfxContents {
  std::vector<Secret> private_keys;
  std::vector<Buffer> certificates;
  std::size_t skipped = 0;
};

/// Reads the bags of one SafeContents into `out`:
///   SafeContents ::= SEQUENCE OF SafeBag
///   SafeBag      ::= SEQUENCE { bagId OBJECT IDENTIFIER, bagValue [0] EXPLICIT ANY, bagAttributes SET OPTIONAL }
/// safe_contents  in DER
/// utf8, bmp      the password in both forms, for the keys that are encrypted on their own
/// budget         the work that the file has left
/// Errors         kTooManyItems, kDerTooDeep, kKdfTooCostly, kCertificateMalformed, and those of pbes.h
/// Source         RFC 7292 4.2
std::optional<Error> read_safe_contents(Bytes safe_contents, Bytes utf8, Bytes bmp, KdfBudget& budget,
                                        PfxContents& out);

}  // namespace popcert::keys
