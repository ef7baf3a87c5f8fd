#include "crypto/constant_time.h"

#include <catch_amalgamated.hpp>

using namespace popcert;
using namespace popcert::crypto;

// That none of it branches on what it is given is seen by tests/constant_time; here is what it answers.

TEST_CASE("crypto::is_zero", "[crypto]") {
  CHECK(is_zero(0) == 1);
  for (unsigned bit = 0; bit < 32; ++bit) CHECK(is_zero(std::uint32_t{1} << bit) == 0);
  CHECK(is_zero(0xffffffff) == 0);
}

TEST_CASE("crypto::same_octets sees each bit and each length", "[crypto]") {
  const Buffer octets{0x00, 0x7f, 0x80, 0xff};
  CHECK(same_octets({}, {}) == 1);
  CHECK(same_octets(octets, Buffer(octets)) == 1);
  for (std::size_t bit = 0; bit < 8 * octets.size(); ++bit) {
    Buffer other = octets;
    other[bit / 8] = static_cast<std::uint8_t>(other[bit / 8] ^ 1u << bit % 8);
    CHECK(same_octets(octets, other) == 0);
  }
  CHECK(same_octets(octets, Bytes(octets).first(3)) == 0);
  CHECK(same_octets(octets, {}) == 0);
}

TEST_CASE("crypto::fitted: the same number in another size, or that it does not fit", "[crypto]") {
  struct Case {
    Buffer number;
    std::size_t octets;
    Buffer expected;
    std::uint32_t fits;
  };
  const auto c = GENERATE(values<Case>({
      {{}, 2, {0, 0}, 1},
      {{1, 2}, 2, {1, 2}, 1},
      {{1, 2}, 4, {0, 0, 1, 2}, 1},
      {{0, 0, 1, 2}, 2, {1, 2}, 1},
      {{1, 0, 1, 2}, 2, {1, 2}, 0},
      {{0, 0x80, 1, 2}, 2, {1, 2}, 0},
  }));
  std::uint32_t fits = 2;
  CHECK(equal(fitted(c.number, c.octets, fits).expose(), c.expected));
  CHECK(fits == c.fits);
}
