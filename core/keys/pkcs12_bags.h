#pragma once

#include "keys/kdf_bounds.h"
#include "keys/pkcs12.h"

namespace popcert::keys {

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
