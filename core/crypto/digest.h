#pragma once

#include "base/bytes.h"

namespace popcert::crypto {

enum class Hash : std::uint8_t { kMd5, kSha1, kSha224, kSha256, kSha384, kSha512 };

std::size_t digest_octets(Hash hash);

/// FIPS 180-4; MD5 is RFC 1321 and there for old key files only.
Buffer digest(Hash hash, Bytes message);

}  // namespace popcert::crypto
