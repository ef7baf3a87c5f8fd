#pragma once

#include "base/result.h"
#include "base/secret.h"

namespace popcert::der {

/// Nesting of constructed elements that is followed; real PFX files need about 12.
inline constexpr std::size_t kMaxBerDepth = 32;

/// Rewrites BER (X.690 8) with definite, shortest lengths and joined strings, once, so that all else reads DER alone:
/// indefinite lengths get their length, OCTET STRINGs made of parts become one (what Windows, Java and NSS write into
/// PKCS #12), [0] IMPLICIT strings made of parts too. Values are not looked at: the order of a SET stays.
/// in       one element; what follows it is an error
/// Errors   kDerTruncated, kDerMalformed, kDerTrailing, kDerTooDeep (value: kMaxBerDepth)
Result<Secret> ber_to_der(Bytes in);

}  // namespace popcert::der
