#include "x509/general_name.h"

#include <catch_amalgamated.hpp>

#include "core/der/build.h"

namespace popcert::x509 {
namespace {

using test::hex;
using test::sequence;
using test::tlv;
using test::to_hex;

// By OpenSSL 3.0, subjectAltName = otherName:1.3.6.1.4.1.311.20.2.3;UTF8:u@x, email:a@b.example, DNS:d.example,
// dirName: O=Acme, URI:https://u.example/, IP:192.0.2.7, IP:2001:db8::1, RID:1.2.840.113549
constexpr std::string_view kByOpenssl =
    "3074a013060a2b060104018237140203a0050c03754078810b6140622e6578616d706c658209642e6578616d706c65a411300f310d300b0603"
    "55040a0c0441636d65861268747470733a2f2f752e6578616d706c652f8704c0000207871020010db8000000000000000000000001880"
    "62a864886f70d";

Buffer text(std::string_view characters) { return to_buffer(as_bytes(characters)); }

TEST_CASE("x509::read_general_name: what OpenSSL writes", "[x509][rfc5280]") {
  const Buffer file = hex(kByOpenssl);
  CHECK(is_general_names(file));
  auto list = der::enter_whole(file);
  REQUIRE(list);
  const std::pair<NameKind, Buffer> expected[] = {
      {NameKind::kOther, hex("2b060104018237140203")},
      {NameKind::kEmail, text("a@b.example")},
      {NameKind::kDns, text("d.example")},
      {NameKind::kDirectory, hex("300f310d300b060355040a0c0441636d65")},
      {NameKind::kUri, text("https://u.example/")},
      {NameKind::kIpAddress, hex("c0000207")},
      {NameKind::kIpAddress, hex("20010db8000000000000000000000001")},
      {NameKind::kRegisteredId, hex("2a864886f70d")},
  };
  for (const auto& [kind, value] : expected) {
    const auto name = read_general_name(*list);
    REQUIRE(name);
    CHECK(name->kind == kind);
    CHECK(to_hex(name->value) == to_hex(value));
  }
  CHECK(list->empty());
}

TEST_CASE("x509::is_general_names: cut anywhere, or with more behind it, it is none", "[x509]") {
  const Buffer whole = hex(kByOpenssl);
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK_FALSE(is_general_names(Bytes(whole).first(size)));
  Buffer longer = whole;
  longer.push_back(0);
  CHECK_FALSE(is_general_names(longer));
}

TEST_CASE("x509::read_general_name: what is none moves nothing", "[x509][rfc5280]") {
  const Buffer name = hex("300f310d300b060355040a0c0441636d65");
  const std::pair<const char*, Buffer> none[] = {
      {"no context tag", tlv(0x0c, {text("a")})},
      {"a number beyond those that there are", tlv(0x89, {text("a")})},
      {"an address, constructed", tlv(0xa1, {text("a")})},
      {"a directoryName, primitive", tlv(0x84, {name})},
      {"a directoryName without a Name", tlv(0xa4, {})},
      {"a directoryName with two", tlv(0xa4, {name, name})},
      {"a directoryName that is no Name", tlv(0xa4, {sequence({hex("0500")})})},
      {"an otherName without a value", tlv(0xa0, {hex("06022a03")})},
      {"an otherName with an empty value", tlv(0xa0, {hex("06022a03"), tlv(0xa0, {})})},
      {"an otherName with two values", tlv(0xa0, {hex("06022a03"), tlv(0xa0, {hex("05000500")})})},
      {"an otherName with something behind it", tlv(0xa0, {hex("06022a03"), tlv(0xa0, {hex("0500")}), hex("0500")})},
      {"a registeredID with an octet too many", tlv(0x88, {hex("2a8003")})},
      {"a registeredID that ends within a number", tlv(0x88, {hex("2a83")})},
  };
  for (const auto& [what, octets] : none) {
    CAPTURE(what);
    der::Reader in(octets);
    CHECK_FALSE(read_general_name(in));
    CHECK(in.offset() == 0);
    CHECK_FALSE(is_general_names(sequence({octets})));
  }
}

}  // namespace
}  // namespace popcert::x509
