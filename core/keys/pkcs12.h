#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "keys/kdf_bounds.h"

namespace popcert::keys {

/// Keys, certificates and other bags of one file together; real ones hold a key and a short chain.
inline constexpr std::size_t kMaxPfxBags = 500;
/// ContentInfos of an AuthenticatedSafe; real ones have two or three.
inline constexpr std::size_t kMaxPfxParts = 32;
/// SafeContents within SafeContents that are followed.
inline constexpr std::size_t kMaxPfxNesting = 4;

/// What a PFX holds, in file order. Which certificate belongs to which key is told by their public keys alone.
/// private_keys  PrivateKeyInfo in DER, decrypted
/// certificates  X.509 in DER, as they stand; one SEQUENCE each, otherwise unread
/// skipped       bags of other kinds: CRLs, secrets, SDSI certificates, unknown ones
struct PfxContents {
  std::vector<Secret> private_keys;
  std::vector<Buffer> certificates;
  std::size_t skipped = 0;
};

/// Opens a PKCS #12 file: BER or DER, with or without a MAC (HMAC by the PKCS #12 derivation, or PBMAC1).
/// password  UTF-8 as typed. Empty: both forms that programs write (no octets, a pair of NUL octets) are tried.
///           nullopt: none was given; a file that needs none, or the empty one at no greater cost than the budget allows,
///           opens all the same
/// budget    the work that the file has left around it, for both forms together
/// Errors    kKeyEncrypted, kPasswordWrong, kKdfTooCostly (for the sum of all parts too), kMacUnsupported,
///           kEncryptionUnsupported, kCipherUnsupported, kKdfUnsupported (name), kTooManyItems, kDerTooDeep,
///           kDerTruncated, kDerMalformed, kDerTrailing, kEncryptedContentMalformed, kOutOfMemory
/// Source    RFC 7292, RFC 9579
Result<PfxContents> open_pfx(Bytes octets, std::optional<Bytes> password, KdfBudget& budget);

}  // namespace popcert::keys
