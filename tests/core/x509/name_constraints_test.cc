#include "x509/name_constraints.h"

#include <catch_amalgamated.hpp>

#include "base/limits.h"
#include "core/der/build.h"
#include "core/fixture.h"
#include "pem/pem.h"
#include "x509/name.h"

// That each kind of name is judged as OpenSSL does it: tests/interop/chains.test.mjs.
namespace popcert::x509 {
namespace {

using test::hex;
using test::sequence;
using test::tlv;

Buffer text(std::string_view characters) { return to_buffer(as_bytes(characters)); }
Buffer subtree(const Buffer& base, const Buffer& bounds = {}) { return sequence({base, bounds}); }
Buffer permitted(std::initializer_list<Buffer> subtrees) { return sequence({tlv(0xa0, subtrees)}); }
Buffer excluded(std::initializer_list<Buffer> subtrees) { return sequence({tlv(0xa1, subtrees)}); }
Buffer dns(std::string_view host) { return tlv(0x82, {text(host)}); }

NamesUnder under(const Buffer& constraints, std::string_view common_name) {
  std::size_t budget = kMaxNameOctets;
  return subject_under(constraints, encode_common_name(common_name), budget);
}

TEST_CASE("x509::is_name_constraints: what its shape is", "[x509][rfc5280]") {
  CHECK(is_name_constraints(sequence({})));
  CHECK(is_name_constraints(permitted({subtree(dns("a"))})));
  CHECK(is_name_constraints(sequence({tlv(0xa0, {}), tlv(0xa1, {})})));
  CHECK(is_name_constraints(excluded({subtree(dns("a"), hex("800100810105"))})));
  CHECK_FALSE(is_name_constraints({}));
  CHECK_FALSE(is_name_constraints(hex("0500")));
  CHECK_FALSE(is_name_constraints(permitted({dns("a")})));
  CHECK_FALSE(is_name_constraints(permitted({subtree(tlv(0xa4, {hex("0500")}))})));
  CHECK_FALSE(is_name_constraints(permitted({subtree(dns("a"), hex("8201"))})));
  CHECK_FALSE(is_name_constraints(sequence({tlv(0xa1, {}), tlv(0xa0, {})})));
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
