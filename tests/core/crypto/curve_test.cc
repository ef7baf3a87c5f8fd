#include "crypto/curve.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"

namespace popcert::crypto {
namespace {

struct KnownCurve {
  Curve curve;
  std::string_view name, oid, ecdsa;
  std::size_t bits, octets;
  Hash hash;
};

// Contents of the OBJECT IDENTIFIERs as `openssl ecparam -name prime256v1 -outform DER` and so on write them.
constexpr KnownCurve kKnownCurves[] = {
    {Curve::kP256, "P-256", "2a8648ce3d030107", "ECDSA P-256 with SHA-256", 256, 32, Hash::kSha256},
    {Curve::kP384, "P-384", "2b81040022", "ECDSA P-384 with SHA-384", 384, 48, Hash::kSha384},
    {Curve::kP521, "P-521", "2b81040023", "ECDSA P-521 with SHA-512", 521, 66, Hash::kSha512},
};

TEST_CASE("crypto::facts_of a curve: by identifier and by name", "[crypto][rfc5480]") {
  CHECK(all_curves().size() == std::size(kKnownCurves));
  for (const auto& known : kKnownCurves) {
    CAPTURE(known.name);
    const auto& facts = facts_of(known.curve);
    CHECK(facts.curve == known.curve);
    CHECK(facts.name == known.name);
    CHECK(facts.bits == known.bits);
    CHECK(facts.hash == known.hash);
    CHECK(facts.ecdsa == known.ecdsa);
    CHECK(field_octets(known.curve) == known.octets);
    CHECK(field_octets(known.curve) <= kMaxFieldOctets);
    CHECK(curve_of_oid(test::hex(known.oid)) == known.curve);
    CHECK(curve_of_name(as_bytes(known.name)) == known.curve);
  }
  CHECK(kMaxFieldOctets == 66);
}

TEST_CASE("crypto::curve_of_oid, curve_of_name: others, and what is cut", "[crypto]") {
  CHECK_FALSE(curve_of_oid(test::hex("2b8104000a")));  // secp256k1
  CHECK_FALSE(curve_of_oid(test::hex("2b810400")));
  CHECK_FALSE(curve_of_oid({}));
  for (const std::string_view other : {"", "P-25", "P-2560", "p-256", "secp256r1", "secp256k1"}) {
    CHECK_FALSE(curve_of_name(as_bytes(other)));
  }
}

}  // namespace
}  // namespace popcert::crypto
