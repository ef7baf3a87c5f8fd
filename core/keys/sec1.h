#pragma once

#include <optional>

#include "base/result.h"
#include "crypto/key.h"
#include "der/reader.h"

namespace popcert::keys {

/// Decodes
///   ECPrivateKey ::= SEQUENCE { version INTEGER (1), privateKey OCTET STRING,
///                               parameters [0] ECParameters OPTIONAL, publicKey [1] BIT STRING OPTIONAL }
/// der      nothing after the structure
/// curve    what the structure around it says; without it `parameters` must be there
/// base     where it lies in the file, for the offset of an error
/// Errors   kDerTruncated, kDerMalformed, kDerTrailing (the outer structure), kKeyMalformed (also: no curve, or two
///          that differ), kKeyVersionUnsupported, kCurveUnsupported, those of crypto::make_ec_private_key
/// Source   RFC 5915 3
Result<crypto::PrivateKey> decode_ec_private_key(Bytes der, std::optional<crypto::Curve> curve = std::nullopt,
                                                 std::size_t base = 0);

/// Reads the next element as
///   ECParameters ::= CHOICE { namedCurve OBJECT IDENTIFIER, implicitCurve NULL, specifiedCurve SEQUENCE }
/// of which only namedCurve may be used in certificates.
/// Errors   kCurveUnsupported (name: the curve, or "explicit curve parameters"), kKeyMalformed
/// Source   RFC 5480 2.1.1
Result<crypto::Curve> read_ec_parameters(der::Reader& in);

}  // namespace popcert::keys
