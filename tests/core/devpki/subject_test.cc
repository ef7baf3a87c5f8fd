#include "devpki/subject.h"

#include "devpki/address.h"
#include "x509/name.h"

#include <catch_amalgamated.hpp>

namespace popcert::devpki {
namespace {

TEST_CASE("a subject says what it is for, the common name last", "[devpki]") {
  const Buffer name = encode_subject({.common_name = "sensor-1", .country = "DE"});
  CHECK(x509::is_name(name));
  CHECK(x509::name_text(name) == "CN=sensor-1,O=Development only,C=DE");
  CHECK(x509::name_text(encode_subject({.common_name = "Gerät", .organization = ""})) == "CN=Gerät");
}

TEST_CASE("devpki::check_subject", "[devpki]") {
  const auto reason = [](const SubjectFields& fields) {
    const auto refusal = check_subject(fields);
    return refusal ? std::optional(refusal->reason) : std::nullopt;
  };
  CHECK_FALSE(reason({.common_name = std::string(64, 'x')}));
  CHECK(reason({.common_name = ""}) == Reason::kCommonNameEmpty);
  CHECK(reason({.common_name = std::string(65, 'x')}) == Reason::kFieldTooLong);
  CHECK(reason({.common_name = "x", .locality = std::string(129, 'x')}) == Reason::kFieldTooLong);
  CHECK(reason({.common_name = "a\nb"}) == Reason::kFieldCharacter);
  CHECK(reason({.common_name = "a\xe2\x80\xae"}) == Reason::kFieldCharacter);
  CHECK(reason({.common_name = "\xff"}) == Reason::kFieldCharacter);
  for (const auto* country : {"de", "D", "DEU", "D1", "Ä"}) {
    CHECK(reason({.common_name = "x", .country = country}) == Reason::kCountry);
  }
}

TEST_CASE("devpki::address_octets", "[devpki]") {
  CHECK(address_octets("192.168.1.10") == Buffer{192, 168, 1, 10});
  Buffer loopback(16);
  loopback.back() = 1;
  CHECK(address_octets("::1") == loopback);
  CHECK(address_octets("::") == Buffer(16));
  CHECK(address_octets("2001:db8::8:800:200c:417a") ==
        Buffer{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 8, 8, 0, 0x20, 0x0c, 0x41, 0x7a});
  CHECK(address_octets("::ffff:10.0.0.1") == Buffer{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1});
  for (const auto* text : {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.", ":", ":::", "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9", "1::2::3", "g::", "12345::", "fe80::1%eth0", "1:2:3:4:5:6:7:1.2.3.4"}) {
    CAPTURE(text);
    CHECK_FALSE(address_octets(text));
  }
}

TEST_CASE("devpki::is_dns_name", "[devpki]") {
  for (const auto* text : {"gateway", "gateway.local", "*.example.com", "a-b.c_d", "x1"}) CHECK(is_dns_name(text));
  for (const auto* text : {"", ".", "a.", "a..b", "-a", "a-", "a b", "ä", "a/b", "https://a", "1.2.3", "*", "a.*.b"}) {
    CAPTURE(text);
    CHECK_FALSE(is_dns_name(text));
  }
}

TEST_CASE("devpki::encode_server_names", "[devpki]") {
  CHECK(std::get<Refusal>(encode_server_names({})).reason == Reason::kServerNameMissing);
  CHECK(std::get<Refusal>(encode_server_names({"ok.local", "not ok"})).reason == Reason::kServerName);
  CHECK(std::get<Buffer>(encode_server_names({"a.b", "10.0.0.1"})) ==
        Buffer{0x30, 0x14, 0x06, 0x03, 0x55, 0x1d, 0x11, 0x04, 0x0d, 0x30, 0x0b,
               0x82, 0x03, 'a',  '.',  'b',  0x87, 0x04, 10,   0,    0,    1});
}

}  // namespace
}  // namespace popcert::devpki
