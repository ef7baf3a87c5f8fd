#include "keys/algorithm_names.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"

namespace popcert::keys {
namespace {

using test::hex;

// The identifiers as `openssl asn1parse -genstr OID:...` writes them.
TEST_CASE("keys::name_of_cipher, name_of_prf, name_of_hash", "[keys]") {
  CHECK(name_of_cipher(hex("60864801650304012e")) == "AES-256-GCM");
  CHECK(name_of_cipher(hex("2a864886f70d0304")) == "RC4");
  CHECK(name_of_cipher(hex("2a03")) == "an unknown cipher");
  CHECK(name_of_prf(hex("2a864886f70d020d")) == "HMAC-SHA-512/256");
  CHECK(name_of_prf({}) == "an unknown HMAC");
  CHECK(name_of_hash(hex("608648016503040208")) == "SHA3-256");
  CHECK(name_of_hash(hex("60864801650304020d")) == "an unknown hash");  // that of an HMAC
}

TEST_CASE("keys::name_of_curve: in DER, and in a JWK", "[keys][rfc5639][rfc7518]") {
  CHECK(name_of_curve(hex("2b8104000a")) == "secp256k1");
  CHECK(name_of_curve(hex("2b81040021")) == "P-224");
  CHECK(name_of_curve(hex("2a8648ce3d030101")) == "P-192");
  CHECK(name_of_curve(hex("2b2403030208010107")) == "a Brainpool curve");  // brainpoolP256r1
  CHECK(name_of_curve(hex("2b24030302080101")) == "a curve with an unknown identifier");
  CHECK(name_of_curve(hex("2b240303020801010701")) == "a curve with an unknown identifier");
  CHECK(name_of_jwk_curve(as_bytes("secp256k1")) == "secp256k1");
  CHECK(name_of_jwk_curve(as_bytes("P-256K")) == "P-256K");
  CHECK(name_of_jwk_curve(as_bytes("brainpoolP384r1")) == "brainpoolP384r1");
  CHECK(name_of_jwk_curve(as_bytes("P-2")) == "a curve that popcert does not know");
  CHECK(name_of_jwk_curve({}) == "a curve that popcert does not know");
}

}  // namespace
}  // namespace popcert::keys
