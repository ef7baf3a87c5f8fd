#include "x509/name_subtrees.h"

#include <catch_amalgamated.hpp>

#include "core/x509/subtrees.h"

namespace popcert::x509 {
namespace {

using test::dns;
using test::excluded;
using test::hex;
using test::permitted;
using test::sequence;
using test::subtree;
using test::tlv;

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

TEST_CASE("x509::read_subtree: only one from 0 on and without an end is not bounded", "[x509][rfc5280]") {
  const auto bounded = [](const Buffer& bounds) {
    const auto one = subtree(dns("a"), bounds);
    der::Reader list(one);
    const auto read = read_subtree(list);
    REQUIRE(read);
    CHECK(list.empty());
    CHECK(read->base.kind == NameKind::kDns);
    return read->bounded;
  };
  CHECK_FALSE(bounded({}));
  CHECK_FALSE(bounded(hex("800100")));  // the default, written out
  CHECK(bounded(hex("800101")));
  CHECK(bounded(hex("810105")));
  CHECK(bounded(hex("800100810100")));
}

}  // namespace
}  // namespace popcert::x509
