#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "crypto/hash.h"

namespace popcert::crypto {

/// Each is a row of algorithms.json, and a further one is one more, if BearSSL computes on it and it is
/// y^2 = x^3 - 3x + b over a prime that is 3 modulo 4 (curves.cc).
enum class Curve : std::uint8_t {
#define POPCERT_CURVE(enumerator, ...) enumerator,
#include "algorithms.inc"
};

/// What is known of one.
struct CurveFacts {
  Curve curve;
  der::oid::Oid oid;       // RFC 5480 2.1.1.1
  std::string_view name;   // "P-256", for people and in a JWK (RFC 7518 6.2.1.1)
  std::size_t bits;        // of the field
  Hash hash;               // that a CA on it signs with (RFC 5480 4)
  std::string_view ecdsa;  // "ECDSA P-256 with SHA-256": the two together, for people
};

std::span<const CurveFacts> all_curves();

const CurveFacts& facts_of(Curve curve);

/// The one of our curves that an OBJECT IDENTIFIER names, or nothing.
std::optional<Curve> curve_of_oid(Bytes oid);

/// Likewise by name.
std::optional<Curve> curve_of_name(Bytes name);

constexpr std::size_t octets_of_bits(std::size_t bits) { return (bits + 7) / 8; }

/// Octets of a scalar or coordinate: 32, 48, 66.
inline std::size_t field_octets(Curve curve) { return octets_of_bits(facts_of(curve).bits); }

/// The most that a curve has of them.
inline constexpr std::size_t kMaxFieldOctets = std::max({
#define POPCERT_CURVE(enumerator, name, oid, bits, ...) octets_of_bits(bits),
#include "algorithms.inc"
});

}  // namespace popcert::crypto
