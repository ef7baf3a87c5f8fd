#include "proof/rules.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"

using namespace popcert;
using namespace popcert::proof;

namespace {

x509::Certificate ca() {
  auto certificate = x509::decode_certificate(test::fixture("certs/ca-p256.der"));
  REQUIRE(certificate);
  return std::move(*certificate);
}

}  // namespace

TEST_CASE("proof::judge_ca: what basicConstraints say", "[proof]") {
  auto certificate = ca();
  CHECK(judge_ca(certificate).status == Status::kPass);
  certificate.extensions.basic_constraints->ca = false;
  CHECK(judge_ca(certificate).status == Status::kFail);
  certificate.extensions.basic_constraints.reset();
  CHECK(judge_ca(certificate).status == Status::kWarn);  // an old root says nothing
  CHECK(judge_ca(certificate).error.code == ErrorCode::kCertificateV3CaUnstated);
  certificate.version = 1;
  CHECK(judge_ca(certificate).error.code == ErrorCode::kCertificateCaUnstated);
  certificate.issuer.back() ^= 1;
  CHECK(judge_ca(certificate).status == Status::kFail);  // who was issued by another, and says nothing, is a leaf
}

TEST_CASE("proof::judge_usage: keyCertSign, where there is a keyUsage", "[proof]") {
  auto certificate = ca();
  certificate.extensions.key_usage = std::uint16_t{1u << x509::kKeyCertSignBit};
  CHECK(judge_usage(certificate).status == Status::kPass);
  certificate.extensions.key_usage = std::uint16_t{1u << x509::kDigitalSignatureBit};
  CHECK(judge_usage(certificate).error.code == ErrorCode::kCertificateNoKeyCertSign);
  certificate.extensions.key_usage.reset();
  CHECK(judge_usage(certificate).status == Status::kPass);
}

TEST_CASE("proof: what other programs refuse in a CA is a warning", "[proof]") {
  auto certificate = ca();
  CHECK(judge_names(certificate).status == Status::kPass);
  CHECK(judge_purpose(certificate).status == Status::kPass);
  CHECK(judge_extensions(certificate).status == Status::kPass);
  certificate.extensions.name_constraints = Buffer{0x30, 0x00};
  CHECK(judge_names(certificate).status == Status::kPass);
  certificate.extensions.name_constraints = Buffer{0x30, 0x08, 0xa1, 0x06, 0x30, 0x04, 0xa4, 0x02, 0x30, 0x00};
  CHECK(judge_names(certificate).error.code == ErrorCode::kCertificateNamesExcludeCode);
  CHECK(judge_names(certificate).status == Status::kWarn);
  certificate.extensions.for_clients = false;
  CHECK(judge_purpose(certificate).error.code == ErrorCode::kCertificateOtherPurpose);
  certificate.extensions.unreadable = "subjectAltName";
  CHECK(judge_extensions(certificate).error.code == ErrorCode::kCertificateExtensionUnreadable);
  certificate.extensions.unknown_critical = true;
  CHECK(judge_extensions(certificate).error.code == ErrorCode::kCertificateCriticalExtension);
}

TEST_CASE("proof::judge_validity: both ends are valid", "[proof]") {
  const auto certificate = ca();
  CHECK(judge_validity(certificate, certificate.not_before).status == Status::kPass);
  CHECK(judge_validity(certificate, certificate.not_after).status == Status::kPass);
  CHECK(judge_validity(certificate, certificate.not_before - 1).error.code == ErrorCode::kCertificateNotYetValid);
  CHECK(judge_validity(certificate, certificate.not_after + 1).error.code == ErrorCode::kCertificateExpired);
}

TEST_CASE("proof::judge_strength: RSA from 2040 bits, EC always", "[proof]") {
  auto certificate = ca();
  CHECK(judge_strength(certificate).status == Status::kPass);
  Buffer modulus(255, 0xff);  // 2040 bits
  certificate.key = crypto::RsaPublicKey{modulus, {1, 0, 1}};
  CHECK(judge_strength(certificate).status == Status::kPass);
  modulus.front() = 0x7f;
  certificate.key = crypto::RsaPublicKey{modulus, {1, 0, 1}};
  const auto verdict = judge_strength(certificate);
  CHECK(verdict.status == Status::kFail);
  CHECK(verdict.error.value == 2039);
}

TEST_CASE("proof::judge_own_signature: one that signed itself bears its own key's signature", "[proof]") {
  auto certificate = ca();
  CHECK(judge_own_signature(certificate).status == Status::kPass);
  certificate.tbs.back() ^= 1;
  CHECK(judge_own_signature(certificate).error.code == ErrorCode::kCertificateSelfSignatureWrong);
  certificate.extensions.authority_key_identifier = Buffer{1, 2, 3};  // it names another key as its issuer's
  CHECK(judge_own_signature(certificate).error.code == ErrorCode::kCertificateSignedByOtherKey);
  certificate.issuer.back() ^= 1;
  CHECK(judge_own_signature(certificate).status == Status::kPass);  // not self-issued: nothing is claimed
}
