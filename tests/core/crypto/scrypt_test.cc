#include "crypto/kdf.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"

namespace popcert::crypto {
namespace {

using test::hex;
using test::to_hex;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kUnderSanitizer = true;
#elif defined(__has_feature)
constexpr bool kUnderSanitizer = __has_feature(address_sanitizer);
#else
constexpr bool kUnderSanitizer = false;
#endif

// RFC 7914 12; the others: openssl kdf ... SCRYPT.
TEST_CASE("crypto::scrypt", "[crypto][kdf]") {
  struct Case {
    std::string_view password, salt;
    std::size_t n, r, p;
    std::string_view key;
  };
  const Case cases[] = {
      {"", "", 16, 1, 1,
       "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3"
       "e0fb2e0d3628cf35e20c38d18906"},
      {"70617373776f7264", "4e61436c", 1024, 8, 16,
       "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727"
       "afb94a83ee6d8360cbdfa2cc0640"},
      {"706c656173656c65746d65696e", "536f6469756d43686c6f72696465", 16384, 8, 1,
       "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e"
       "85dc0d651e40dfcf017b45575887"},
      {"7077", "73737373737373737373737373737373", 2, 1, 1, "eaea5a3a030987669a2c9f40d6d2bb15"},
      {"d09fd0b0d180d0bed0bbd18c", "73616c7473616c74", 2048, 4, 3,
       "ba3a5509cf7d05503f64c7b39237de95f53fd030a0be0df0e80b7b8150f4baeb"},
      {"7878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878"
       "7878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878",
       "000000000000000000000000000000000000000000000000000000000000000000", 64, 16, 2,
       "5abeb16fbb3ba2399f70c173c518af38d010c58a9df0c659ca64e0407b0841d7b6d3162047c346edd1f95d6bdc4c6936"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.n, c.r, c.p);
    const auto key = scrypt(hex(c.password), hex(c.salt), c.n, c.r, c.p, c.key.size() / 2);
    REQUIRE(key);
    CHECK(to_hex(key->expose()) == c.key);
  }
}

TEST_CASE("crypto::scrypt: memory that is not there is an error, not an end", "[crypto][kdf]") {
  if (kUnderSanitizer) SKIP("the address sanitizer ends the program instead of returning a null pointer");
  const auto key = scrypt({}, {}, std::size_t{1} << (sizeof(std::size_t) > 4 ? 40 : 21), 8, 1, 32);
  REQUIRE_FALSE(key);
  CHECK(key.error().code == ErrorCode::kOutOfMemory);
}

}  // namespace
}  // namespace popcert::crypto
