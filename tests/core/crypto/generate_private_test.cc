#include "crypto/generate_private.h"

#include "crypto/ec.h"
#include "crypto/rsa.h"
#include "crypto/sign.h"
#include "crypto/verify.h"

#include <catch_amalgamated.hpp>

namespace popcert::crypto {
namespace {

Buffer seed_of(std::uint8_t start) {
  Buffer seed(64);
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(start + i);
  return seed;
}

TEST_CASE("a generated EC key is one that a file may hold, and signs", "[crypto][devpki]") {
  for (const auto curve : {Curve::kP256, Curve::kP384}) {
    auto key = generate_ec_private_key(curve, seed_of(1));
    REQUIRE(key);
    const auto read = make_ec_private_key(curve, key->scalar.expose(), key->public_key.point);
    REQUIRE(read);
    const EcPublicKey public_key = key->public_key;
    const PrivateKey whole(std::move(*key));
    CHECK(verify(public_key, as_bytes("message"), sign(whole, as_bytes("message")).expose()));
    const auto again = generate_ec_private_key(curve, seed_of(1)), other = generate_ec_private_key(curve, seed_of(2));
    REQUIRE(again);
    REQUIRE(other);
    CHECK(again->public_key == public_key);
    CHECK(other->public_key != public_key);
  }
}

TEST_CASE("a generated RSA key has consistent numbers of the wanted size", "[crypto][devpki]") {
  for (const unsigned bits : {2048u, 3072u}) {
    auto key = generate_rsa_private_key(bits, seed_of(3));
    REQUIRE(key);
    CHECK(key_bits(key->public_key) == bits);
    const auto d = private_exponent(*key);
    REQUIRE(d);
    const auto read =
        make_rsa_private_key({key->public_key.modulus, key->public_key.exponent, d->expose(), key->p.expose(),
                              key->q.expose(), key->dp.expose(), key->dq.expose(), key->qinv.expose()});
    REQUIRE(read);
    CHECK(read->public_key == key->public_key);
    const RsaPublicKey public_key = key->public_key;
    CHECK(verify(public_key, as_bytes("m"), sign(PrivateKey(std::move(*key)), as_bytes("m")).expose()));
  }
}

TEST_CASE("no key is made of randomness that is none", "[crypto][devpki]") {
  for (const Buffer& seed : {Buffer(), Buffer(47, 1), Buffer(64), Buffer(64, 0xff)}) {
    CHECK(generate_ec_private_key(Curve::kP256, seed).error().code == ErrorCode::kRandomFailed);
    CHECK(generate_rsa_private_key(2048, seed).error().code == ErrorCode::kRandomFailed);
  }
}

}  // namespace
}  // namespace popcert::crypto
