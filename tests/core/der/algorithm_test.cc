#include "der/algorithm.h"

#include <catch_amalgamated.hpp>

#include "der/oid.h"

using namespace popcert;
using namespace popcert::der;

TEST_CASE("der::read_algorithm: identifier, parameters, and what stands behind", "[der][rfc5280]") {
  // SEQUENCE { ecPublicKey, P-256 }, then an INTEGER.
  const Buffer octets{0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
                      0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x02, 0x01, 0x05};
  Reader in(octets);
  auto algorithm = read_algorithm(in);
  REQUIRE(algorithm);
  CHECK(equal(algorithm->tlv, Bytes(octets).first(21)));
  CHECK(oid::is(algorithm->oid, oid::kEcPublicKey));
  CHECK_FALSE(algorithm->has_no_parameters());
  const auto curve = algorithm->parameters.read(Tag::kOid);
  REQUIRE(curve);
  CHECK(oid::is(*curve, "1.2.840.10045.3.1.7"));
  CHECK(in.read(Tag::kInteger));
  CHECK(in.empty());
}

TEST_CASE("Algorithm::has_no_parameters: nothing, or NULL alone", "[der][rfc8017]") {
  struct Case {
    Buffer octets;
    bool none;
  };
  const auto c = GENERATE(values<Case>({
      {{0x30, 0x03, 0x06, 0x01, 0x2a}, true},
      {{0x30, 0x05, 0x06, 0x01, 0x2a, 0x05, 0x00}, true},
      {{0x30, 0x06, 0x06, 0x01, 0x2a, 0x05, 0x01, 0x00}, false},        // a NULL with contents
      {{0x30, 0x07, 0x06, 0x01, 0x2a, 0x05, 0x00, 0x05, 0x00}, false},  // two
      {{0x30, 0x05, 0x06, 0x01, 0x2a, 0x30, 0x00}, false},              // PSS by default
  }));
  Reader in(c.octets);
  const auto algorithm = read_algorithm(in);
  REQUIRE(algorithm);
  CHECK(algorithm->has_no_parameters() == c.none);
}

TEST_CASE("der::read_algorithm moves nothing where there is none", "[der]") {
  const auto octets = GENERATE(values<Buffer>({
      {0x02, 0x01, 0x05},
      {0x30, 0x00},
      {0x30, 0x02, 0x05, 0x00},        // begins with another element
      {0x30, 0x04, 0x06, 0x03, 0x2a},  // cut off
  }));
  Reader in(octets);
  CHECK_FALSE(read_algorithm(in));
  CHECK(in.offset() == 0);
}
