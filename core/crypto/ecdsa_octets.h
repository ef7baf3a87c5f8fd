#pragma once

#include <optional>

#include "crypto/curve.h"

// The two forms of an ECDSA signature: the DER of ECDSA-Sig-Value (RFC 5480 A), and r and s side by side, each as long
// as the field (IEEE P1363), which devices and web interfaces give.
namespace popcert::crypto {

/// The longest in DER, of the longest field (P-521, 66 octets): a SEQUENCE of two such INTEGERs.
inline constexpr std::size_t kEcdsaMaxOctets = 3 + 2 * (2 + kMaxFieldOctets);

/// Whether the octets are exactly the DER of two INTEGERs. BearSSL also reads lengths and integers that are not
/// minimal, and a negative INTEGER as positive; a service may refuse the certificate for either.
bool is_ecdsa_der(Bytes signature);

/// r and s of 2 * field_octets(curve) octets in DER; nothing for another length.
std::optional<Buffer> ecdsa_der_of_raw(Curve curve, Bytes raw);

}  // namespace popcert::crypto
