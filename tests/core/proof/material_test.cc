#include "proof/material.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"

using namespace popcert;
using namespace popcert::proof;
using test::fixture;

namespace {

std::string said(const Material& material) {
  std::string out;
  for (const auto& finding : material.findings) out.append(out.empty() ? "" : " ").append(finding.text.id);
  return out;
}

Material of_key_file(const std::string& name) {
  Material out;
  take_key_file(fixture(name), std::nullopt, out);
  return out;
}

}  // namespace

TEST_CASE("proof::take_key_file: the keys, and the certificates beside them", "[proof]") {
  const auto both = of_key_file("chains/certificate-and-key.pem");
  CHECK(both.keys.size() == 1);
  REQUIRE(both.key_file_certificates.size() == 1);
  CHECK(said(both) == "key.pass");
  CHECK(of_key_file("chains/two-keys.pem").keys.size() == 2);
  CHECK(said(of_key_file("chains/two-keys.pem")) == "key.several");
  const auto none = of_key_file("certs/ca-p256.pem");
  CHECK(none.keys.empty());
  CHECK(none.findings.front().status == Status::kFail);
  CHECK(none.findings.front().field == Field::kPrivateKey);
}

TEST_CASE("proof::take_ca_file: one that cannot be used is not replaced by what the key's file has", "[proof]") {
  auto material = of_key_file("chains/certificate-and-key.pem");
  const auto beside = material.key_file_certificates.front().der;
  take_ca_file(fixture("chains/root-then-sub.pem"), std::nullopt, material);
  CHECK(material.certificates.size() == 2);
  CHECK(equal(material.at(0).der, fixture("certs/ca-rsa2048.der")));
  CHECK(equal(material.at(1).der, fixture("certs/sub-p256.der")));
  CHECK(material.at(2).der == beside);

  for (const auto& file : {fixture("keys/p256-pkcs8.pem"), Buffer()}) {
    auto refused = of_key_file("chains/certificate-and-key.pem");
    take_ca_file(file, std::nullopt, refused);
    CHECK(refused.certificates.empty());
    CHECK(refused.key_file_certificates.empty());
    CHECK(said(refused) == (file.empty() ? "key.pass INPUT_EMPTY" : "key.pass OBJECT_IS_PRIVATE_KEY"));
    CHECK(refused.findings.back().field == Field::kCaCertificate);
  }
}

TEST_CASE("proof::take_ca_file: a PFX is opened by the key's password, and a key in it is left alone", "[proof]") {
  const std::string_view typed = "correct horse";
  const keys::Password password{Bytes(reinterpret_cast<const std::uint8_t*>(typed.data()), typed.size())};
  Material material;
  take_ca_file(fixture("pfx/modern-p256.p12"), password, material);
  CHECK(said(material) == "");
  CHECK(material.keys.empty());
  REQUIRE(material.certificates.size() == 1);
  CHECK(equal(material.at(0).der, fixture("certs/ca-p256.der")));

  for (const auto& other : {std::optional<keys::Password>(keys::Password{Bytes()}), std::optional<keys::Password>()}) {
    Material refused;
    take_ca_file(fixture("pfx/modern-p256.p12"), other, refused);
    CHECK(said(refused) == "OBJECT_IS_PRIVATE_KEY");
  }
}

TEST_CASE("proof::take_no_ca_file: missing, unless it is in the key's file or that is the one thing to mend",
          "[proof]") {
  Material empty_form;
  take_no_ca_file(false, empty_form);
  CHECK(said(empty_form) == "CA_CERTIFICATE_MISSING");
  auto material = of_key_file("keys/p256-pkcs8.pem");
  take_no_ca_file(true, material);
  CHECK(said(material) == "key.pass CA_CERTIFICATE_MISSING");
  material = of_key_file("chains/certificate-and-key.pem");
  take_no_ca_file(true, material);
  CHECK(said(material) == "key.pass");
  material = of_key_file("bad/noise");
  take_no_ca_file(true, material);
  CHECK(material.findings.size() == 1);
}

TEST_CASE("proof::add_in_front keeps both orders", "[proof]") {
  Material of_key = of_key_file("keys/p256-pkcs8.pem"), of_ca;
  take_no_ca_file(false, of_ca);
  add_in_front(of_ca.findings, std::move(of_key.findings));
  CHECK(said(of_ca) == "key.pass CA_CERTIFICATE_MISSING");
}
