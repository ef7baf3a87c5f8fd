#include "crypto/key.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"
#include "der/writer.h"

namespace popcert::crypto {
namespace {

using test::hex;

TEST_CASE("crypto::key_bits: significant ones", "[crypto]") {
  CHECK(key_bits(RsaPublicKey{hex("80"), {3}}) == 8);
  CHECK(key_bits(RsaPublicKey{hex("01ff"), {3}}) == 9);
  CHECK(key_bits(RsaPublicKey{Buffer(256, 0xff), {3}}) == 2048);
  CHECK(key_bits(RsaPublicKey{{}, {3}}) == 0);
  CHECK(key_bits(EcPublicKey{Curve::kP521, {}}) == 521);
}

TEST_CASE("crypto::write_algorithm: NULL for RSA, the curve for EC", "[crypto][rfc3279][rfc5480]") {
  const auto written = [](const PublicKey& key) {
    der::Writer w;
    write_algorithm(w, key);
    return test::to_hex(std::move(w).finish());
  };
  CHECK(written(RsaPublicKey{{5}, {3}}) == "300d06092a864886f70d0101010500");
  CHECK(written(EcPublicKey{Curve::kP256, {}}) == "301306072a8648ce3d020106082a8648ce3d030107");
  CHECK(written(EcPublicKey{Curve::kP384, {}}) == "301006072a8648ce3d020106052b81040022");
}

TEST_CASE("crypto::name_of_other_key: by the identifiers of RFC 8410, RFC 8017 and RFC 3279", "[crypto]") {
  CHECK(name_of_other_key(hex("2b6570")) == "Ed25519");
  CHECK(name_of_other_key(hex("2b6571")) == "Ed448");
  CHECK(name_of_other_key(hex("2b656e")) == "X25519");
  CHECK(name_of_other_key(hex("2b656f")) == "X448");
  CHECK(name_of_other_key(hex("2a864886f70d01010a")) == "RSA-PSS");
  CHECK(name_of_other_key(hex("2a8648ce380401")) == "DSA");
  CHECK(name_of_other_key(hex("2a864886f70d010101")).empty());  // ours
  CHECK(name_of_other_key({}).empty());
}

}  // namespace
}  // namespace popcert::crypto
