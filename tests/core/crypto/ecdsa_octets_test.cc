#include "crypto/ecdsa_octets.h"

#include <catch_amalgamated.hpp>

using namespace popcert;
using namespace popcert::crypto;

TEST_CASE("crypto::is_ecdsa_der takes two INTEGERs in their shortest form", "[crypto][rfc5480]") {
  struct Case {
    const char* name;
    Buffer octets;
    bool is;
  };
  const auto c = GENERATE(values<Case>({
      {"r 1, s 127", {0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x7f}, true},
      {"r 128, s 1", {0x30, 0x07, 0x02, 0x02, 0x00, 0x80, 0x02, 0x01, 0x01}, true},
      {"empty", {}, false},
      {"a zero too many", {0x30, 0x07, 0x02, 0x02, 0x00, 0x01, 0x02, 0x01, 0x01}, false},
      {"negative", {0x30, 0x06, 0x02, 0x01, 0x80, 0x02, 0x01, 0x01}, false},
      {"length longer than needed", {0x30, 0x81, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01}, false},
      {"an octet behind", {0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01, 0x00}, false},
      {"cut off", {0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01}, false},
      {"one INTEGER", {0x30, 0x03, 0x02, 0x01, 0x01}, false},
      {"three", {0x30, 0x09, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01}, false},
      {"a SET", {0x31, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01}, false},
  }));
  INFO(c.name);
  CHECK(is_ecdsa_der(c.octets) == c.is);
}

TEST_CASE("crypto::ecdsa_der_of_raw: two halves of the field's size, and no other", "[crypto][rfc5480]") {
  const auto curve = GENERATE(Curve::kP256, Curve::kP384, Curve::kP521);
  const std::size_t half = field_octets(curve);
  Buffer raw(2 * half);
  raw[half - 1] = 0x80;  // r 128, s 1
  raw[2 * half - 1] = 0x01;
  const auto small = ecdsa_der_of_raw(curve, raw);
  REQUIRE(small);
  CHECK(*small == Buffer{0x30, 0x07, 0x02, 0x02, 0x00, 0x80, 0x02, 0x01, 0x01});
  const auto large = ecdsa_der_of_raw(curve, Buffer(2 * half, 0x7f));
  REQUIRE(large);
  CHECK(large->size() <= kEcdsaMaxOctets);
  CHECK(is_ecdsa_der(*large));
  for (const std::size_t size : {std::size_t{0}, 2 * half - 2, 2 * half - 1, 2 * half + 1, 2 * half + 2})
    CHECK_FALSE(ecdsa_der_of_raw(curve, Buffer(size, 0x7f)));
}
