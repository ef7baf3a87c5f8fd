#include "x509/name.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"
#include "x509/certificate.h"

using namespace popcert;
using namespace popcert::x509;

TEST_CASE("x509::name_text follows RFC 4514 and shows what cannot be seen", "[x509][rfc4514]") {
  struct Case {
    const char *name, *expected;
    Buffer der;
  };
  const auto c = GENERATE(values<Case>({
      {"one attribute", "CN=A", {0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 4, 3, 0x0c, 0x01, 'A'}},
      {"nothing", "", {0x30, 0x00}},
      {"special characters",
       "CN=\\,\\+\\\\",
       {0x30, 0x0e, 0x31, 0x0c, 0x30, 0x0a, 0x06, 3, 0x55, 4, 3, 0x0c, 3, ',', '+', '\\'}},
      {"spaces at the edges",
       "CN=\\ a\\ ",
       {0x30, 0x0e, 0x31, 0x0c, 0x30, 0x0a, 0x06, 3, 0x55, 4, 3, 0x13, 3, ' ', 'a', ' '}},
      {"NUL", "CN=a\\00", {0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 0x06, 3, 0x55, 4, 3, 0x0c, 2, 'a', 0}},
      {"right-to-left override",
       "CN=\\E2\\80\\AE",
       {0x30, 0x0e, 0x31, 0x0c, 0x30, 0x0a, 0x06, 3, 0x55, 4, 3, 0x0c, 3, 0xe2, 0x80, 0xae}},
      {"Teletex as Latin-1", "CN=\xc3\xbc", {0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06, 3, 0x55, 4, 3, 0x14, 1, 0xfc}},
      {"BMP", "CN=\xc3\xbc", {0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 0x06, 3, 0x55, 4, 3, 0x1e, 2, 0x00, 0xfc}},
      {"UTF-8 that is none", "CN=#0C01FF", {0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06, 3, 0x55, 4, 3, 0x0c, 1, 0xff}},
      {"unknown attribute", "2.5.4.99=A", {0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06, 3, 0x55, 4, 99, 0x0c, 1, 'A'}},
  }));
  INFO(c.name);
  CHECK(is_name(c.der));
  CHECK(name_text(c.der) == c.expected);
}

TEST_CASE("RDNs come last first, attributes of one are joined", "[x509][rfc4514]") {
  const auto text = [](const char* file) {
    const auto certificate = decode_certificate(test::fixture(file));
    REQUIRE(certificate);
    return name_text(certificate->subject);
  };
  // As `openssl x509 -subject -nameopt rfc2253,utf8,-esc_msb` has them.
  CHECK(text("names/utf8.der") == "CN=\u0426\u0435\u043d\u0442\u0440,O=Schl\u00fcssel \u20ac \U0001f511");
  CHECK(text("names/components-and-mail.der") == "emailAddress=ca@example.com,DC=example,DC=com");
  // RFC 4514 2.2 leaves the order inside of an RDN open; here it is that of the octets, OpenSSL turns it round.
  CHECK(text("names/multi-valued-rdn.der") == "CN=one+O=two");
}

TEST_CASE("what is no Name is refused", "[x509]") {
  const auto octets = GENERATE(values<Buffer>({
      {},
      {0x31, 0x00},
      {0x30, 0x02, 0x31, 0x00},                                                          // an RDN without attribute
      {0x30, 0x06, 0x31, 0x04, 0x30, 0x02, 0x06, 0x00},                                  // empty type, no value
      {0x30, 0x09, 0x31, 0x07, 0x30, 0x05, 0x06, 0x03, 0x55, 4, 3},                      // no value
      {0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 4, 3, 0x0c, 0x05, 'A'},     // value runs past the end
      {0x30, 0x0d, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 4, 3, 0x0c, 0x01, 'A', 0},  // a length that lies
  }));
  CHECK_FALSE(is_name(octets));
  CHECK(name_text(octets).empty());
}

TEST_CASE("x509::encode_common_name picks the string type by the characters", "[x509][rfc5280]") {
  CHECK(encode_common_name("A1") == Buffer{0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 0x06, 3, 0x55, 4, 3, 0x13, 2, 'A', '1'});
  CHECK(encode_common_name("a_") == Buffer{0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 0x06, 3, 0x55, 4, 3, 0x0c, 2, 'a', '_'});
  // A separator does not become one: the whole code is one value.
  CHECK(name_text(encode_common_name("a,O=b")) == "CN=a\\,O=b");
}
