#include "x509/extensions.h"

#include <catch_amalgamated.hpp>

#include "core/der/build.h"

namespace popcert::x509 {
namespace {

using test::hex;
using test::octet_string;
using test::oid;
using test::sequence;
using test::tlv;

constexpr std::string_view kBasicConstraints = "551d13", kKeyUsage = "551d0f", kSubjectKeyIdentifier = "551d0e",
                           kAuthorityKeyIdentifier = "551d23";

Buffer extension(std::string_view type, const Buffer& value) { return sequence({oid(type), octet_string(value)}); }
Buffer critical(std::string_view type, const Buffer& value) {
  return sequence({oid(type), hex("0101ff"), octet_string(value)});
}

Result<Extensions> decoded(std::initializer_list<Buffer> list) {
  const Buffer file = sequence(list);
  return decode_extensions(der::Reader(file));
}

TEST_CASE("x509::decode_extensions: what decides whether a certificate may issue", "[x509][rfc5280]") {
  const auto read = decoded({critical(kBasicConstraints, hex("30060101ff020103")), critical(kKeyUsage, hex("03020106")),
                             extension(kSubjectKeyIdentifier, hex("0402abcd")),
                             extension(kAuthorityKeyIdentifier, hex("30048002cdef"))});
  REQUIRE(read);
  REQUIRE(read->basic_constraints);
  CHECK(read->basic_constraints->ca);
  CHECK(read->basic_constraints->path_length == 3u);
  CHECK(read->key_usage == (1u << kKeyCertSignBit | 1u << 6));  // keyCertSign, cRLSign
  CHECK(read->subject_key_identifier == hex("abcd"));
  CHECK(read->authority_key_identifier == hex("cdef"));
}

TEST_CASE("x509::decode_extensions: critical ones that nobody knows", "[x509][rfc5280]") {
  CHECK(decoded({critical("2a0304", hex("0500"))})->unknown_critical);
  CHECK_FALSE(decoded({extension("2a0304", hex("0500"))})->unknown_critical);
  CHECK(decoded({critical(kSubjectKeyIdentifier, hex("0402abcd"))})->unknown_critical);  // RFC 5280 forbids it
  CHECK_FALSE(decoded({critical(kKeyUsage, hex("03020106"))})->unknown_critical);
  CHECK_FALSE(decoded({critical("551d20", hex("3000"))})->unknown_critical);  // certificatePolicies
}

TEST_CASE("x509::decode_extensions: purposes, and names of the issuer", "[x509][rfc5280]") {
  CHECK_FALSE(decoded({extension(kKeyUsage, hex("03020106"))})->for_clients);
  CHECK(decoded({extension("551d25", hex("300a06082b06010505070302"))})->for_clients == true);   // clientAuth
  CHECK(decoded({extension("551d25", hex("300a06082b06010505070301"))})->for_clients == false);  // serverAuth
  CHECK(decoded({extension("551d25", hex("30060604551d2500"))})->for_clients == true);           // any
  const auto read = decoded({extension(kAuthorityKeyIdentifier, hex("3009a104a40230008201ff"))});
  REQUIRE(read);
  CHECK(read->authority_issuer == hex("3000"));
  CHECK(read->authority_serial == hex("ff"));
  CHECK_FALSE(read->authority_key_identifier);
}

TEST_CASE("x509::decode_extensions: damage that others refuse is noted, and the certificate read", "[x509]") {
  for (const auto& [type, value, name] :
       {std::tuple("551d25", "0500", "extKeyUsage"), std::tuple("551d11", "30028a00", "subjectAltName"),
        std::tuple("551d1e", "30028200", "nameConstraints"), std::tuple("551d1f", "0500", "cRLDistributionPoints")}) {
    INFO(name);
    const auto read = decoded({extension(type, hex(value))});
    REQUIRE(read);
    CHECK(read->unreadable == name);
  }
  CHECK(decoded({extension("551d11", hex("30038201"
                                         "61"))})
            ->unreadable.empty());
}

TEST_CASE("x509::decode_extensions: others are only looked at as to their shape", "[x509]") {
  const auto read = decoded({extension("2a0304", hex("ff"))});
  REQUIRE(read);
  CHECK_FALSE(read->basic_constraints);
  CHECK_FALSE(read->key_usage);
}

TEST_CASE("x509::decode_extensions: damage is named", "[x509]") {
  struct Case {
    std::string_view what;
    Buffer extension;
    ErrorCode code;
    std::string_view name;
  };
  const auto damaged = ErrorCode::kCertificateExtensionMalformed;
  const Case cases[] = {
      {"a BOOLEAN of 01", critical(kBasicConstraints, hex("3003010101")), damaged, "basicConstraints"},
      {"a negative path length", critical(kBasicConstraints, hex("30060101ff0201ff")), damaged, "basicConstraints"},
      {"something behind", critical(kBasicConstraints, hex("30000500")), damaged, "basicConstraints"},
      {"no bit, but unused ones", critical(kKeyUsage, hex("030101")), damaged, "keyUsage"},
      {"more bits than there are", critical(kKeyUsage, hex("030400000000")), damaged, "keyUsage"},
      {"no OCTET STRING", extension(kSubjectKeyIdentifier, hex("0500")), damaged, "subjectKeyIdentifier"},
      {"an unknown field", extension(kAuthorityKeyIdentifier, hex("30028300")), damaged, "authorityKeyIdentifier"},
      {"no value", sequence({oid(kKeyUsage)}), ErrorCode::kCertificateMalformed, "extensions"},
      {"critical as 01", sequence({oid(kKeyUsage), hex("010101"), octet_string(hex("03020106"))}),
       ErrorCode::kCertificateMalformed, "extensions"},
  };
  for (const auto& c : cases) {
    INFO(c.what);
    const auto read = decoded({c.extension});
    REQUIRE_FALSE(read);
    CHECK(read.error().code == c.code);
    CHECK(read.error().name == c.name);
  }
  CHECK(decoded({}).error().code == ErrorCode::kCertificateMalformed);
}

TEST_CASE("x509::decode_extensions: one that is there twice is refused", "[x509]") {
  const auto usage = critical(kKeyUsage, hex("03020106"));
  CHECK(decoded({usage, usage}).error().code == ErrorCode::kCertificateDuplicateExtension);
  const auto other = extension("2a0304", {});
  CHECK(decoded({other, usage, other}).error().code == ErrorCode::kCertificateDuplicateExtension);
}

}  // namespace
}  // namespace popcert::x509
