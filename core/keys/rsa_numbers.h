#pragma once

#include <array>

#include "base/result.h"
#include "crypto/key.h"

namespace popcert::keys {

/// The numbers of an RSAPrivateKey in the order of RFC 8017 A.1.2: n, e, d, p, q, dp, dq, qInv. Big-endian.
using OwnedRsaNumbers = std::array<Secret, 8>;

/// Errors   those of crypto::make_rsa_private_key
Result<crypto::PrivateKey> rsa_private_key(const OwnedRsaNumbers& numbers);

}  // namespace popcert::keys
