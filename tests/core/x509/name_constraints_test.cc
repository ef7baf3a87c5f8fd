#include "x509/name_constraints.h"

#include <catch_amalgamated.hpp>

#include "base/limits.h"
#include "core/der/build.h"
#include "core/fixture.h"
#include "core/x509/subtrees.h"
#include "pem/pem.h"
#include "x509/name.h"

// That each kind of name is judged as OpenSSL does it: tests/interop/chains.test.mjs.
namespace popcert::x509 {
namespace {

using test::dns;
using test::excluded;
using test::hex;
using test::permitted;
using test::sequence;
using test::subtree;
using test::text;
using test::tlv;

NamesUnder under(const Buffer& constraints, std::string_view common_name) {
  std::size_t budget = kMaxNameOctets;
  return subject_under(constraints, encode_common_name(common_name), budget);
}

TEST_CASE("x509::subject_under: a code is in no directory, and is a host only where it has labels", "[x509]") {
  const auto inside = tlv(0xa4, {sequence({tlv(0x31, {sequence({hex("060355040a"), tlv(0x0c, {text("Acme")})})})})});
  CHECK(under(permitted({subtree(inside)}), "CODE") == NamesUnder::kNotPermitted);
  CHECK(under(permitted({subtree(inside), subtree(tlv(0xa4, {sequence({})}))}), "CODE") == NamesUnder::kAllowed);
  CHECK(under(excluded({subtree(tlv(0xa4, {sequence({})}))}), "CODE") == NamesUnder::kExcluded);
  CHECK(under(permitted({subtree(dns("acme.example"))}), "CODE") == NamesUnder::kAllowed);
  CHECK(under(permitted({subtree(dns("acme.example"))}), "CO.DE") == NamesUnder::kNotPermitted);
  CHECK(under(excluded({subtree(dns("de"))}), "CO.DE") == NamesUnder::kExcluded);
}

TEST_CASE("x509::subject_under: bounds of subtrees are left to others", "[x509]") {
  const auto all = tlv(0xa4, {sequence({})});
  CHECK(under(permitted({subtree(all, hex("800100"))}), "CODE") == NamesUnder::kAllowed);
  CHECK(under(permitted({subtree(all, hex("800101"))}), "CODE") == NamesUnder::kUnchecked);
  CHECK(under(permitted({subtree(all, hex("810105"))}), "CODE") == NamesUnder::kUnchecked);
}

TEST_CASE("x509::names_under: the work is bounded", "[x509]") {
  const auto blocks = pem::blocks(test::fixture("device/leaf-names.pem"));
  const auto leaf = decode_certificate(blocks->front().der.expose());
  REQUIRE(leaf);
  std::size_t budget = kMaxNameOctets;
  const auto constraints = permitted({subtree(dns("plant.example"))});
  CHECK(names_under(constraints, *leaf, true, budget) == NamesUnder::kAllowed);
  const std::size_t cost = kMaxNameOctets - budget;
  CHECK(cost > 100);
  for (std::size_t less = 0; less < cost; less += 7) {
    budget = less;
    CHECK(names_under(constraints, *leaf, true, budget) == NamesUnder::kUnchecked);
  }
}

}  // namespace
}  // namespace popcert::x509
