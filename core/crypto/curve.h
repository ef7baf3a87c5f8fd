#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "crypto/hash.h"

namespace popcert::crypto {

enum class Curve : std::uint8_t { kP256, kP384, kP521 };

/// What is known of a curve; a further one is a row in curve.cc, and its numbers in curves.cc.
struct CurveFacts {
  Curve curve;
  Bytes oid;               // contents of the OBJECT IDENTIFIER (RFC 5480 2.1.1.1)
  std::string_view name;   // "P-256", for people and in a JWK (RFC 7518 6.2.1.1)
  std::size_t bits;        // of the field
  std::size_t octets;      // of a scalar or coordinate
  Hash hash;               // that a CA on it signs with (RFC 5480 4)
  std::string_view ecdsa;  // "ECDSA P-256 with SHA-256": the two together, for people
};

const CurveFacts& facts_of(Curve curve);

/// The one of our curves that an OBJECT IDENTIFIER names, or nothing.
std::optional<Curve> curve_of_oid(Bytes oid);

/// Likewise by name.
std::optional<Curve> curve_of_name(Bytes name);

/// Octets of a scalar or coordinate: 32, 48, 66.
inline std::size_t field_octets(Curve curve) { return facts_of(curve).octets; }

}  // namespace popcert::crypto
