#pragma once

#include "base/secret.h"
#include "crypto/digest.h"

namespace popcert::crypto {

/// HMAC (RFC 2104) of the whole message.
Secret hmac(Hash hash, Bytes key, Bytes message);

/// Compares in a time that depends on the lengths only; different lengths are different.
bool equal_in_constant_time(Bytes a, Bytes b);

}  // namespace popcert::crypto
