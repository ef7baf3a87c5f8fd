#include "x509/name_match.h"

#include <catch_amalgamated.hpp>

#include "base/bytes.h"

namespace popcert::x509 {
namespace {

using Match = std::optional<bool> (*)(Bytes, Bytes);
constexpr auto kMalformed = std::optional<bool>();

struct Case {
  std::string_view name, base;
  std::optional<bool> lies_in;
};

void judge(Match match, std::initializer_list<Case> cases) {
  for (const auto& c : cases) {
    INFO(c.name << " in " << c.base);
    CHECK(match(as_bytes(c.name), as_bytes(c.base)) == c.lies_in);
  }
}

TEST_CASE("x509::is_dns_name_within: labels may stand to the left", "[x509][rfc5280]") {
  judge(is_dns_name_within, {{"a.example", "a.example", true},
                             {"A.Example", "a.eXample", true},
                             {"b.a.example", "a.example", true},
                             {"ba.example", "a.example", false},
                             {"example", "a.example", false},
                             {"b.a.example", ".a.example", true},
                             {"a.example", ".a.example", false},
                             {"a.example", "", true},
                             {"", "", true},
                             {"", "a", false}});
}

TEST_CASE("x509::is_email_within: a mailbox, a host, or all hosts below one", "[x509][rfc5280]") {
  judge(is_email_within, {{"me@a.example", "a.example", true},
                          {"me@A.EXAMPLE", "a.example", true},
                          {"me@b.a.example", "a.example", false},
                          {"me@b.a.example", ".a.example", true},
                          {"me@a.example", ".a.example", false},
                          {"me@a.example", "me@a.example", true},
                          {"Me@a.example", "me@a.example", false},
                          {"you@a.example", "@a.example", true},
                          {"a@b@a.example", "a.example", true},
                          {"a.example", "a.example", kMalformed}});
  using namespace std::string_view_literals;
  CHECK(is_email_within(as_bytes("m\0@a"sv), as_bytes("m\0@a"sv)) == kMalformed);
}

TEST_CASE("x509::is_uri_within: the host alone counts", "[x509][rfc5280]") {
  judge(is_uri_within, {{"https://a.example/x", "a.example", true},
                        {"https://a.example:8443/x", "a.example", true},
                        {"coap://b.a.example", "a.example", false},
                        {"coap://b.a.example", ".a.example", true},
                        {"urn:x", "a.example", kMalformed},
                        {"https:///x", "a.example", kMalformed},
                        {"https", "a.example", kMalformed},
                        {"", "", kMalformed}});
}

TEST_CASE("x509::is_address_within: address and mask of the same family", "[x509][rfc5280]") {
  const Buffer host{10, 1, 2, 3}, net{10, 1, 0, 0, 255, 255, 0, 0}, other{10, 2, 0, 0, 255, 255, 0, 0};
  CHECK(is_address_within(host, net) == true);
  CHECK(is_address_within(host, other) == false);
  CHECK(is_address_within(host, Buffer(32)) == false);
  CHECK(is_address_within(Buffer(16), Buffer(32)) == true);
  CHECK(is_address_within(host, Buffer(7)) == kMalformed);
  CHECK(is_address_within(Buffer(5), net) == kMalformed);
  CHECK(is_address_within({}, {}) == kMalformed);
}

std::optional<std::string> host_of(std::string_view text) {
  const Buffer octets = to_buffer(as_bytes(text));
  return host_name_of({der::Tag::kUtf8String, octets, octets});
}

TEST_CASE("x509::host_name_of: a common name of two labels may be a host's", "[x509]") {
  using namespace std::string_view_literals;
  CHECK(host_of("pump.example") == "pump.example");
  CHECK(host_of("pump_1.ex-ample.org\0"sv) == "pump_1.ex-ample.org");
  for (const auto text :
       {"pump"sv, "a b.c"sv, ".a.b"sv, "a.b."sv, "a..b"sv, "a-.b"sv, "a.-b"sv, "*.a.b"sv, ""sv, "\xc3\xbc.b"sv}) {
    INFO(text);
    CHECK(host_of(text) == "");
  }
  CHECK_FALSE(host_of("a\0.b.c"sv).has_value());
}

}  // namespace
}  // namespace popcert::x509
