#include "crypto/curves.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"
#include "pem/pem.h"

namespace popcert::crypto {
namespace {

bool holds(Bytes whole, Bytes part) {
  return std::search(whole.begin(), whole.end(), part.begin(), part.end()) != whole.end();
}

TEST_CASE("crypto::curve_numbers: the numbers that OpenSSL writes out for each curve", "[crypto]") {
  const auto [curve, name] = GENERATE(table<Curve, std::string>({
      {Curve::kP256, "p256"},
      {Curve::kP384, "p384"},
      {Curve::kP521, "p521"},
  }));
  CAPTURE(name);
  const auto text = test::fixture("wrapped/explicit-" + name + ".pem");
  const auto blocks = pem::blocks(text);
  const auto written = blocks->back().der.expose();
  const auto numbers = curve_numbers(curve);
  CHECK(numbers.prime.size() == field_octets(curve));
  CHECK(holds(written, numbers.prime));
  CHECK(holds(written, numbers.b));
  CHECK(holds(written, numbers.generator));
  CHECK(holds(written, group_order(curve)));
}

// y is what OpenSSL has computed; from x and its parity alone it has to come out the same.
TEST_CASE("crypto::decode_point: the compressed form of a key of OpenSSL is the whole one", "[crypto][sec1]") {
  const auto [curve, name] = GENERATE(table<Curve, std::string>({
      {Curve::kP256, "p256"},
      {Curve::kP256, "p256-other"},
      {Curve::kP384, "p384"},
      {Curve::kP521, "p521"},
  }));
  CAPTURE(name);
  const auto spki = test::fixture("keys/" + name + "-spki.der");
  const std::size_t octets = field_octets(curve);
  const auto point = Bytes(spki).last(1 + 2 * octets);
  CHECK(decode_point(curve, point) == to_buffer(point));

  auto compressed = to_buffer(point.first(1 + octets));
  compressed[0] = static_cast<std::uint8_t>(0x02 | (point.back() & 1));
  CHECK(decode_point(curve, compressed) == to_buffer(point));
  compressed[0] ^= 1;  // the other root
  const auto other = decode_point(curve, compressed);
  REQUIRE(other);
  CHECK(*other != to_buffer(point));

  auto beside = to_buffer(point);
  beside.back() ^= 1;
  CHECK_FALSE(decode_point(curve, beside));
  auto hybrid = to_buffer(point);
  hybrid[0] = static_cast<std::uint8_t>(0x06 | (point.back() & 1));
  CHECK_FALSE(decode_point(curve, hybrid));
  CHECK_FALSE(decode_point(curve, point.first(2 * octets)));
  CHECK_FALSE(decode_point(curve, Buffer{0}));
  CHECK_FALSE(decode_point(curve, {}));

  // x is below the prime, or it is no x.
  compressed.resize(1);
  append(compressed, curve_numbers(curve).prime);
  CHECK_FALSE(decode_point(curve, compressed));
}

}  // namespace
}  // namespace popcert::crypto
