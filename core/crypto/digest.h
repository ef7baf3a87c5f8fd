#pragma once

#include "base/bytes.h"
#include "crypto/hash.h"

namespace popcert::crypto {

/// FIPS 180-4; MD5 is RFC 1321 and there for old key files only.
Buffer digest(Hash hash, Bytes message);

}  // namespace popcert::crypto
