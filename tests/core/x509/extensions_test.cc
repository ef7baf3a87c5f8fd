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
