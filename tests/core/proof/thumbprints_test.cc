#include "proof/thumbprints.h"

#include <catch_amalgamated.hpp>

using namespace popcert;
using namespace popcert::proof;

namespace {

x509::Certificate of_octets(std::string_view octets) {
  x509::Certificate out{};
  out.der = to_buffer(as_bytes(octets));
  return out;
}

}  // namespace

// The digests are the examples of FIPS 180: of "abc", and of no octet at all.
TEST_CASE("proof::Thumbprints: the digests of each certificate, and of no other", "[proof]") {
  const std::vector both{of_octets("abc"), of_octets("")};
  const Thumbprints thumbprints(both), second({&both[1], 1});
  const std::string sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d",
                    sha256 = "BA7816BF 8F01CFEA 414140DE 5DAE2223 B00361A3 96177A9C B410FF61 F20015AD";
  REQUIRE(thumbprints.error_for(sha1));
  CHECK(thumbprints.error_for(sha1)->code == ErrorCode::kCodeIsThumbprint);
  CHECK(thumbprints.error_for(sha1)->name == "SHA-1");
  REQUIRE(thumbprints.error_for(sha256));
  CHECK(thumbprints.error_for(sha256)->name == "SHA-256");
  CHECK(thumbprints.error_for("DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09"));
  CHECK_FALSE(second.error_for(sha1));
  CHECK_FALSE(thumbprints.error_for(sha1.substr(1)));
  CHECK_FALSE(thumbprints.error_for(sha1 + "0"));
  CHECK_FALSE(thumbprints.error_for(""));
  CHECK_FALSE(Thumbprints({}).error_for(""));
}
