#include "der/oid.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"

namespace popcert::der::oid {
namespace {

TEST_CASE("oid::dotted", "[der][x690]") {
  CHECK(dotted(test::hex("551d13")) == "2.5.29.19");
  CHECK(dotted(test::hex("2a864886f70d010101")) == "1.2.840.113549.1.1.1");
  CHECK(dotted(test::hex("883703")) == "2.999.3");
  CHECK(dotted(test::hex("2bffffffffffffffffff7f")).empty());
  CHECK(dotted({}).empty());
}

}  // namespace
}  // namespace popcert::der::oid
