#pragma once

#include "base/limits.h"

#include "base/result.h"
#include "base/secret.h"

namespace popcert::der {

/// Rewrites BER (X.690 8) so that all else reads DER alone: indefinite lengths become definite, long ones short, and an
/// OCTET STRING made of parts (NSS, Java and old Windows write them into PKCS #12) becomes one. What only a reader of
/// the structure can tell stays as it is: a context-specific element made of parts, the order of a SET, the values. DER
/// comes out as it went in.
/// in       one element; what follows it is an error
/// Errors   kDerTruncated, kDerMalformed, kDerTrailing, kDerTooDeep (value: kMaxBerDepth)
Result<Secret> ber_to_der(Bytes in);

}  // namespace popcert::der
