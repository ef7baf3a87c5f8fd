#include "x509/tbs_certificate.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"
#include "core/fixture.h"
#include "x509/name.h"

namespace popcert::x509 {
namespace {

using test::fixture;

/// The fields of a TBSCertificate, read again. The signature does not matter here: interop has OpenSSL judge whole ones.
Extensions extensions_of(const TbsCertificate& tbs) {
  der::Reader file(tbs.octets());
  auto fields = file.enter(der::Tag::kSequence);
  while (!fields->at(der::context_constructed(3))) {
    if (!fields->next()) return {};
  }
  const auto read = decode_extensions(*fields->enter(der::context_constructed(3)));
  REQUIRE(read);
  return *read;
}

bool holds(const TbsCertificate& tbs, std::string_view digits) {
  return test::to_hex(tbs.octets()).find(digits) != std::string::npos;
}

struct Parts {
  Issuer issuer;
  Subject subject;
};

Parts parts() {
  const auto ca = decode_certificate(fixture("certs/ca-p256.der"));
  REQUIRE(ca);
  return {issuer_of(*ca), {encode_common_name("Someone"), ca->key}};
}

const Buffer kSerial(kSerialOctets, 0x11);
constexpr Period kPeriod{1767225600, 1769904000};

TEST_CASE("x509::encode_tbs writes what the profile says, and nothing else", "[x509][rfc5280]") {
  const auto [issuer, subject] = parts();
  const CertificateProfile ca{.validity = kPeriod,
                              .basic_constraints = BasicConstraints{true, 2},
                              .key_usage = 1u << kKeyCertSignBit | 1u << 6};
  const auto made = encode_tbs(ca, issuer, subject, kSerial);
  const auto read = extensions_of(made);
  REQUIRE(read.basic_constraints);
  CHECK(read.basic_constraints->ca);
  CHECK(read.basic_constraints->path_length == 2u);
  CHECK(read.key_usage == ca.key_usage);
  CHECK(read.subject_key_identifier);
  CHECK(read.authority_key_identifier == issuer.key_identifier);
  CHECK_FALSE(holds(made, "551d25"));  // extKeyUsage

  const CertificateProfile bare{
      .validity = kPeriod, .subject_key_identifier = false, .authority_key_identifier = false};
  const auto without = encode_tbs(bare, issuer, subject, kSerial);
  CHECK_FALSE(holds(without, "551d"));  // no extension at all; names have 5504
}

TEST_CASE("x509::encode_tbs: keyUsage is a named bit list in its shortest form", "[x509][x690]") {
  const auto [issuer, subject] = parts();
  struct Case {
    std::uint16_t usage;
    std::string_view bits;
  };
  for (const auto& c : {Case{1u << 0, "03020780"}, Case{1u << 5 | 1u << 6, "03020106"}, Case{1u << 8, "0303070080"},
                        Case{0xff, "030200ff"}}) {
    const CertificateProfile profile{.validity = kPeriod, .key_usage = c.usage};
    CAPTURE(c.usage);
    CHECK(holds(encode_tbs(profile, issuer, subject, kSerial), c.bits));
  }
}

TEST_CASE("x509::encode_tbs: an issuer without key identifier gives none", "[x509]") {
  auto [issuer, subject] = parts();
  issuer.key_identifier.reset();
  CHECK_FALSE(holds(encode_tbs({.validity = kPeriod}, issuer, subject, kSerial), "551d23"));
  issuer.key_identifier = Buffer();
  CHECK_FALSE(holds(encode_tbs({.validity = kPeriod}, issuer, subject, kSerial), "551d23"));
}

}  // namespace
}  // namespace popcert::x509
