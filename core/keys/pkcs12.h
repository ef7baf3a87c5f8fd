#pragma once

#include <optional>

#include "base/result.h"
#include "keys/pkcs12_bags.h"

namespace popcert::keys {

/// Opens a PKCS #12 file: BER or DER, with or without a MAC (HMAC by the PKCS #12 derivation, or PBMAC1).
/// password  UTF-8 as typed. Empty: both forms that programs write (no octets, a pair of NUL octets) are tried.
///           nullopt: none was given; a file that needs none, or the empty one at no greater cost than the budget
///           allows, opens all the same
/// budget    the work that the file has left around it, for both forms together
/// Errors    kKeyEncrypted, kPasswordWrong, kKdfTooCostly (for the sum of all parts too), kMacUnsupported,
///           kEncryptionUnsupported, kCipherUnsupported, kKdfUnsupported (name), kTooManyItems, kDerTooDeep,
///           kDerTruncated, kDerMalformed, kDerTrailing, kEncryptedContentMalformed, kOutOfMemory
/// Source    RFC 7292, RFC 9579
Result<PfxContents> open_pfx(Bytes octets, std::optional<Bytes> password, KdfBudget& budget);

}  // namespace popcert::keys
