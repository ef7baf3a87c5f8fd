#pragma once

#include <bearssl.h>

#include "crypto/hash.h"

namespace popcert::crypto {

/// BearSSL's functions for a hash.
const br_hash_class& hash_class(Hash hash);

}  // namespace popcert::crypto
