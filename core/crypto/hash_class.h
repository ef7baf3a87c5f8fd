#pragma once

#include <bearssl.h>

#include <array>

#include "crypto/hash.h"

namespace popcert::crypto {

/// BearSSL's functions for a hash.
const br_hash_class& hash_class(Hash hash);

/// The OBJECT IDENTIFIER of a DigestInfo (RFC 8017 9.2) as BearSSL takes it: the number of octets, then these.
std::array<std::uint8_t, 16> digest_info_oid(Hash hash);

}  // namespace popcert::crypto
