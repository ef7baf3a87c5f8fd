#include "x509/key_text.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"

namespace popcert::x509 {
namespace {

crypto::PublicKey rsa_of(std::size_t octets) { return crypto::RsaPublicKey{Buffer(octets, 0xff), {3}}; }
crypto::PublicKey ec_on(crypto::Curve curve) { return crypto::EcPublicKey{curve, {}}; }

TEST_CASE("x509::key_text, signature_text: type, size, hash", "[x509]") {
  CHECK(key_text(rsa_of(384)) == "RSA, 3072 bits");
  CHECK(key_text(ec_on(crypto::Curve::kP521)) == "EC, P-521");
  CHECK(signature_text(rsa_of(512)) == "RSA 4096, SHA-256");
  CHECK(signature_text(ec_on(crypto::Curve::kP256)) == "ECDSA P-256, SHA-256");
  CHECK(signature_text(ec_on(crypto::Curve::kP384)) == "ECDSA P-384, SHA-384");
  CHECK(signature_text(ec_on(crypto::Curve::kP521)) == "ECDSA P-521, SHA-512");
}

TEST_CASE("x509::is_alike: type and size", "[x509]") {
  CHECK(is_alike(rsa_of(256), rsa_of(256)));
  CHECK_FALSE(is_alike(rsa_of(256), rsa_of(384)));
  CHECK_FALSE(is_alike(ec_on(crypto::Curve::kP256), ec_on(crypto::Curve::kP384)));
  CHECK_FALSE(is_alike(rsa_of(32), ec_on(crypto::Curve::kP256)));  // of 256 bits both
}

TEST_CASE("x509::told_from: by type and size, or by digits of the SHA-256 where these are the same", "[x509]") {
  // The key of RFC 6979 A.2.5; `openssl pkey -pubin -outform DER | openssl sha256` begins with these digits.
  const crypto::PublicKey key = crypto::EcPublicKey{
      crypto::Curve::kP256, test::hex("0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                                      "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")};
  CHECK(told_from(rsa_of(256), key) == "EC P-256");
  CHECK(told_from(key, rsa_of(256)) == "RSA 2048");
  CHECK(told_from(ec_on(crypto::Curve::kP384), key) == "EC P-256");
  CHECK(told_from(ec_on(crypto::Curve::kP256), key) == "EC P-256 (SHA-256 5A7A 78CC...)");
}

}  // namespace
}  // namespace popcert::x509
