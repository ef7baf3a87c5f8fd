#include "crypto/generate.h"

#include <catch_amalgamated.hpp>
#include <numeric>

#include "core/crypto/hex.h"
#include "crypto/ec.h"

namespace popcert::crypto {
namespace {

Buffer counting_seed(std::uint8_t first) {
  Buffer seed(kSeedOctets);
  std::iota(seed.begin(), seed.end(), first);
  return seed;
}

TEST_CASE("crypto::generate_p256_public_key", "[crypto]") {
  const auto key = generate_p256_public_key(counting_seed(0));
  REQUIRE(key);
  // HMAC_DRBG (SP 800-90A 10.1.2) written in Python, its first 32 octets as scalar, multiplied by OpenSSL.
  CHECK(test::to_hex(key->point) ==
        "04212274f39e8841a38931e598b5c39cbfa25e8bde96a3348c9d7fb37da4699029830c24f594f0b8e2a9c792d8843d420d5e6f4ae6d945"
        "941d3feac401561d557f");
  CHECK(bool(make_ec_public_key(Curve::kP256, key->point)));
  CHECK(*generate_p256_public_key(counting_seed(0)) == *key);
  CHECK_FALSE(*generate_p256_public_key(counting_seed(1)) == *key);
}

TEST_CASE("crypto::generate_rsa2048_public_key", "[crypto]") {
  for (const std::uint8_t first : {0, 1, 2}) {
    const auto key = generate_rsa2048_public_key(counting_seed(first));
    REQUIRE(key);
    CHECK(key_bits(*key) == 2048);
    CHECK(key->exponent == Buffer{1, 0, 1});
    for (std::uint32_t divisor = 2; divisor < 2000; ++divisor) {
      std::uint32_t remainder = 0;
      for (const std::uint8_t octet : key->modulus) remainder = (remainder << 8 | octet) % divisor;
      CHECK(remainder != 0);
    }
    if (first == 0) {
      CHECK(*generate_rsa2048_public_key(counting_seed(0)) == *key);
      CHECK_FALSE(*generate_rsa2048_public_key(counting_seed(1)) == *key);
    }
  }
}

TEST_CASE("crypto: generation stops when the random source failed", "[crypto]") {
  Buffer short_seed = counting_seed(0);
  short_seed.pop_back();
  for (const Buffer& seed : {Buffer{}, short_seed, Buffer(kSeedOctets), Buffer(100, 0xff)}) {
    const auto ec = generate_p256_public_key(seed);
    REQUIRE_FALSE(ec);
    CHECK(ec.error().code == ErrorCode::kRandomFailed);
    const auto rsa = generate_rsa2048_public_key(seed);
    REQUIRE_FALSE(rsa);
    CHECK(rsa.error().code == ErrorCode::kRandomFailed);
  }
}

}  // namespace
}  // namespace popcert::crypto
