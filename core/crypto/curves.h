#pragma once

#include <bearssl.h>

#include <optional>

#include "crypto/key.h"

// What ec.cc, sign.cc and generate.cc share about the curves; not part of the contract of core/crypto.
namespace popcert::crypto {

/// BearSSL's constant-time arithmetic on a curve.
const br_ec_impl& implementation(Curve curve);

/// BearSSL's number of a curve (RFC 8422 5.1.1).
int curve_id(Curve curve);

/// Order of the group, field_octets(curve) octets, big-endian.
Bytes group_order(Curve curve);

/// p and b of y^2 = x^3 - 3x + b over the integers modulo p, and the base point in the 04 form.
struct CurveNumbers {
  Bytes prime, b, generator;
};
CurveNumbers curve_numbers(Curve curve);

/// Reads a point in the 02, 03 or 04 form of SEC 1 2.3.4 and proves that it lies on the curve; as each group has
/// prime order, it is then in the group.
/// Returns  the 04 form, or nothing for infinity, the hybrid forms 06 and 07, wrong lengths, coordinates >= the prime,
///          and points beside the curve
/// Variable time: points are public.
std::optional<Buffer> decode_point(Curve curve, Bytes point);

}  // namespace popcert::crypto
