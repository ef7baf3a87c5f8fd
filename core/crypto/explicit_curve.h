#pragma once

#include <optional>

#include "crypto/curve.h"
#include "der/reader.h"

namespace popcert::crypto {

/// The one of our curves that is written out as parameters: prime, both coefficients, base point and order are exactly
/// its own, and the cofactor is 1 or left out. Of a curve that differs in any of them nothing is computed
/// (CVE-2020-0601). The seed, from which b was once made, does not matter.
/// parameters   the contents of SpecifiedECDomain
/// Source       SEC 1 C.2, RFC 3279 2.3.5
std::optional<Curve> curve_of_parameters(der::Reader parameters);

}  // namespace popcert::crypto
