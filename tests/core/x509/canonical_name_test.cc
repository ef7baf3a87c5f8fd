#include "x509/canonical_name.h"

#include <catch_amalgamated.hpp>

#include "core/der/build.h"
#include "core/fixture.h"
#include "x509/certificate.h"
#include "x509/name.h"

namespace popcert::x509 {
namespace {

using test::hex;
using test::oid;
using test::sequence;
using test::tlv;

Buffer text(std::string_view characters) { return to_buffer(as_bytes(characters)); }

Buffer attribute(std::string_view type, std::uint8_t tag, const Buffer& value) {
  return sequence({oid(type), tlv(tag, {value})});
}

constexpr std::string_view kCommonName = "550403", kOrganization = "55040a";
constexpr std::uint8_t kUtf8 = 0x0c, kNumeric = 0x12, kPrintable = 0x13, kTeletex = 0x14, kBmp = 0x1e, kOctets = 0x04;

Buffer name(std::uint8_t tag, const Buffer& value) {
  return sequence({tlv(0x31, {attribute(kCommonName, tag, value)})});
}

TEST_CASE("x509::same_name: case, blanks and types of text do not count", "[x509][rfc5280]") {
  const auto one = name(kUtf8, text("Acme Root"));
  CHECK(same_name(one, name(kPrintable, text("ACME ROOT"))));
  CHECK(same_name(one, name(kUtf8, text("  acme \t\n root "))));
  CHECK(same_name(one, name(kBmp, hex("00410063006d006500200052006f006f0074"))));
  CHECK_FALSE(same_name(one, name(kUtf8, text("acmeroot"))));
  CHECK_FALSE(same_name(one, name(kUtf8, text("Acme Root 2"))));
  CHECK_FALSE(same_name(one, sequence({tlv(0x31, {attribute(kOrganization, kUtf8, text("Acme Root"))})})));
  CHECK_FALSE(same_name(one, sequence({})));
}

TEST_CASE("x509::same_name: letters beyond ASCII are compared as they are", "[x509]") {
  const auto latin = name(kTeletex, hex("fc"));
  CHECK(same_name(latin, name(kUtf8, hex("c3bc"))));
  CHECK_FALSE(same_name(latin, name(kUtf8, hex("c39c"))));
}

TEST_CASE("x509::same_name: what OpenSSL does not take for text is compared as octets", "[x509]") {
  CHECK_FALSE(same_name(name(kNumeric, text("12")), name(kUtf8, text("12"))));
  CHECK_FALSE(same_name(name(kOctets, text("a")), name(kUtf8, text("a"))));
  CHECK(same_name(name(kOctets, text("A")), name(kOctets, text("A"))));
  CHECK_FALSE(same_name(name(kOctets, text("A")), name(kOctets, text("a"))));
}

TEST_CASE("x509::same_name: long names differ where nobody looks", "[x509]") {
  const std::string start(1000, 'a');
  CHECK_FALSE(same_name(name(kUtf8, text(start + "b")), name(kUtf8, text(start + "c"))));
  CHECK(same_name(name(kUtf8, text(start + "B")), name(kUtf8, text(start + "b"))));
}

TEST_CASE("x509::canonical_name: attributes of one RDN have no order, RDNs have", "[x509]") {
  const auto o = attribute(kOrganization, kUtf8, text("o")), cn = attribute(kCommonName, kUtf8, text("cn"));
  CHECK(same_name(sequence({tlv(0x31, {o, cn})}), sequence({tlv(0x31, {cn, o})})));
  CHECK_FALSE(same_name(sequence({tlv(0x31, {o}), tlv(0x31, {cn})}), sequence({tlv(0x31, {cn}), tlv(0x31, {o})})));
  CHECK_FALSE(same_name(sequence({tlv(0x31, {o, cn})}), sequence({tlv(0x31, {o}), tlv(0x31, {cn})})));
}

TEST_CASE("x509::canonical_name: a name within another is its beginning", "[x509]") {
  const auto o = tlv(0x31, {attribute(kOrganization, kUtf8, text("o"))});
  const auto cn = tlv(0x31, {attribute(kCommonName, kUtf8, text("cn"))});
  const auto outer = canonical_name(sequence({o})), inner = canonical_name(sequence({o, cn}));
  REQUIRE(outer.size() < inner.size());
  CHECK(equal(outer, Bytes(inner).first(outer.size())));
  CHECK(canonical_name(sequence({})).empty());
}

}  // namespace
}  // namespace popcert::x509
