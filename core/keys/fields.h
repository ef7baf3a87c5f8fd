#pragma once

#include "base/result.h"
#include "der/reader.h"

// What the three decoders of plain private keys begin with.
namespace popcert::keys {

/// version INTEGER, refused unless it is one of [lowest, highest].
/// Errors   kKeyMalformed (none, negative or absurdly large), kKeyVersionUnsupported (value: the version)
Result<std::uint64_t> read_version(der::Reader& in, std::uint64_t lowest, std::uint64_t highest);

/// Whether a SEQUENCE that is there as a whole begins with an INTEGER and then an element with this tag, as
/// RSAPrivateKey and ECPrivateKey do.
bool begins_with_integer_and(Bytes der, der::Tag second);

/// The element at the cursor is not the one that belongs there.
inline Error misplaced(const der::Reader& in) { return {ErrorCode::kKeyMalformed, in.offset()}; }

}  // namespace popcert::keys
