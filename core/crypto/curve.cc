#include "crypto/curve.h"

namespace popcert::crypto {
namespace {

constexpr CurveFacts kCurves[] = {
#define POPCERT_CURVE(enumerator, name, oid, bits, hash, hash_name, ...) \
  {Curve::enumerator, oid, name, bits, Hash::hash, "ECDSA " name " with " hash_name},
#include "algorithms.inc"
};

}  // namespace

std::span<const CurveFacts> all_curves() { return kCurves; }

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
