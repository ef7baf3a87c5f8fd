#pragma once

#include <optional>

#include "base/result.h"
#include "crypto/key.h"

namespace popcert::crypto {

/// scalar        unsigned, big-endian; may be shorter than the field (leading zeros dropped) or longer by zero octets
/// public_point  what the file claims, compressed or not; compared with the one computed from the scalar
/// Errors        kEcScalarOutOfRange, kEcPointInvalid, kEcPublicKeyMismatch
/// Source        RFC 5915 3, SEC 1 3.2.1
Result<EcPrivateKey> make_ec_private_key(Curve curve, Bytes scalar, std::optional<Bytes> public_point);

/// A point as a certificate has it (04, 02 or 03 form; neither infinity nor the hybrid 06 and 07) -> uncompressed and
/// proven to lie on the curve.
/// Errors   kEcPointInvalid
Result<EcPublicKey> make_ec_public_key(Curve curve, Bytes point);

}  // namespace popcert::crypto
