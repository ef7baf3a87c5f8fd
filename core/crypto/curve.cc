#include "crypto/curve.h"

#include "der/oid.h"

namespace popcert::crypto {
namespace {

namespace oid = der::oid;

// In the order of the enumeration.
constexpr CurveFacts kCurves[] = {
    {Curve::kP256, oid::kP256, "P-256", 256, 32, Hash::kSha256, "ECDSA P-256 with SHA-256"},
    {Curve::kP384, oid::kP384, "P-384", 384, 48, Hash::kSha384, "ECDSA P-384 with SHA-384"},
    {Curve::kP521, oid::kP521, "P-521", 521, 66, Hash::kSha512, "ECDSA P-521 with SHA-512"},
};

}  // namespace

const CurveFacts& facts_of(Curve curve) { return kCurves[static_cast<std::size_t>(curve)]; }

std::optional<Curve> curve_of_oid(Bytes oid) {
  for (const auto& facts : kCurves) {
    if (equal(facts.oid, oid)) return facts.curve;
  }
  return std::nullopt;
}

std::optional<Curve> curve_of_name(Bytes name) {
  for (const auto& facts : kCurves) {
    if (equal(as_bytes(facts.name), name)) return facts.curve;
  }
  return std::nullopt;
}

}  // namespace popcert::crypto
