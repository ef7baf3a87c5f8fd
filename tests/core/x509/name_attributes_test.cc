#include "x509/name_attributes.h"

#include <catch_amalgamated.hpp>

#include "base/limits.h"
#include "core/der/build.h"

namespace popcert::x509 {
namespace {

using test::hex;
using test::sequence;
using test::tlv;
using test::to_hex;

std::optional<std::u32string> characters(std::uint8_t tag, const Buffer& contents) {
  const Buffer element = tlv(tag, {contents});
  return characters_of(*der::Reader(element).next());
}

// The octets are iconv's, for UTF-8, UTF-16BE, UTF-32BE and LATIN1.
TEST_CASE("x509::characters_of: one text in every type of string", "[x509]") {
  const std::u32string text = U"\u00e9\u20ac\U0001f600";
  CHECK(characters(0x0c, hex("c3a9e282acf09f9880")) == text);
  CHECK(characters(0x1e, hex("00e920acd83dde00")) == text);
  CHECK(characters(0x1c, hex("000000e9000020ac0001f600")) == text);
  for (const int tag : {0x12, 0x13, 0x14, 0x16, 0x1a})
    CHECK(characters(static_cast<std::uint8_t>(tag), hex("41e9")) == U"A\u00e9");
  for (const int tag : {0x0c, 0x13, 0x1c, 0x1e}) CHECK(characters(static_cast<std::uint8_t>(tag), {}) == U"");
}

TEST_CASE("x509::characters_of: what is damaged has none, and neither has another type", "[x509]") {
  CHECK_FALSE(characters(0x0c, hex("c3")));        // half a character
  CHECK_FALSE(characters(0x0c, hex("eda080")));    // a surrogate
  CHECK_FALSE(characters(0x0c, hex("c081")));      // longer than it must be
  CHECK_FALSE(characters(0x1e, hex("00e920")));    // an octet is missing
  CHECK_FALSE(characters(0x1e, hex("d83d0041")));  // half a pair
  CHECK_FALSE(characters(0x1e, hex("de00")));      // the other half
  CHECK_FALSE(characters(0x1c, hex("000000")));
  CHECK_FALSE(characters(0x1c, hex("0000d83d")));
  CHECK_FALSE(characters(0x1c, hex("00110000")));  // beyond Unicode
  CHECK_FALSE(characters(0x04, hex("41")));
  CHECK_FALSE(characters(0x30, hex("0c0141")));
}

// By OpenSSL 3.0: openssl req -new -subj '/C=DE/CN=a+O=b' -multivalue-rdn
TEST_CASE("x509::attributes_of: which stand side by side", "[x509][rfc5280]") {
  const Buffer name = hex("3023310b30090603550406130244453114300806035504030c01613008060355040a0c0162");
  const auto attributes = attributes_of(name);
  REQUIRE(attributes);
  REQUIRE(attributes->size() == 3);
  const std::tuple<const char*, const char*, bool> expected[] = {
      {"550406", "13024445", true}, {"550403", "0c0161", true}, {"55040a", "0c0162", false}};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& [type, value, first] = expected[i];
    CHECK(to_hex((*attributes)[i].type) == type);
    CHECK(to_hex((*attributes)[i].value.tlv) == value);
    CHECK((*attributes)[i].first_of_rdn == first);
  }
  CHECK(attributes_of(sequence({}))->empty());
  for (std::size_t size = 0; size < name.size(); ++size) CHECK_FALSE(attributes_of(Bytes(name).first(size)));
}

TEST_CASE("x509::attributes_of: what is no Name", "[x509]") {
  const Buffer type = hex("0603550403"), value = hex("0c0161");
  const auto of = [](std::initializer_list<Buffer> rdns) { return attributes_of(sequence(rdns)); };
  CHECK(of({tlv(0x31, {sequence({type, value})})}));
  CHECK_FALSE(of({tlv(0x31, {})}));
  CHECK_FALSE(of({sequence({sequence({type, value})})}));
  CHECK_FALSE(of({tlv(0x31, {sequence({type})})}));
  CHECK_FALSE(of({tlv(0x31, {sequence({value, type})})}));
  CHECK_FALSE(of({tlv(0x31, {sequence({type, value, value})})}));
  CHECK_FALSE(of({tlv(0x31, {sequence({type, value})}), hex("0500")}));
}

TEST_CASE("x509::attributes_of: no more than are looked at", "[x509]") {
  const Buffer rdn = tlv(0x31, {sequence({hex("0603550403"), hex("0c0161")})});
  Buffer rdns;
  for (std::size_t i = 0; i < kMaxNameAttributes; ++i) append(rdns, rdn);
  CHECK(attributes_of(sequence({rdns}))->size() == kMaxNameAttributes);
  append(rdns, rdn);
  CHECK_FALSE(attributes_of(sequence({rdns})));
}

}  // namespace
}  // namespace popcert::x509
