#include "x509/verified_certificate.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"
#include "crypto/generate.h"
#include "crypto/sign.h"
#include "files/found_key.h"
#include "x509/name.h"

using namespace popcert;
using namespace popcert::x509;
using test::fixture;

namespace {

const Buffer kSerial = {0xff, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

struct Signed {
  Issuer ca;
  TbsCertificate tbs;
  Buffer signature;
};

Signed sign_with(const std::string& name) {
  auto ca = decode_certificate(fixture("certs/ca-" + name + ".der"));
  REQUIRE(ca);
  const auto key = files::decode_private_key(fixture("keys/" + name + "-pkcs8.der"));
  REQUIRE(key);
  Buffer seed(48, 0x11);
  seed[0] = 0x12;
  const auto subject = crypto::generate_p256_public_key(seed);
  REQUIRE(subject);
  const CertificateProfile profile{.validity = {1767225600, 1769904000}};
  Issuer issuer = issuer_of(*ca);
  auto tbs = encode_tbs(profile, issuer, {encode_common_name("CODE"), *subject}, kSerial);
  const auto signature = crypto::sign(key->key, tbs.octets());
  return {std::move(issuer), std::move(tbs), to_buffer(signature.expose())};
}

}  // namespace

TEST_CASE("x509::assemble hands out what it could verify, and nothing else", "[x509]") {
  const auto name = GENERATE(std::string("rsa2048"), std::string("p256"), std::string("p384"), std::string("p521"));
  const Signed s = sign_with(name);
  const auto certificate = assemble(s.tbs, s.signature, s.ca);
  REQUIRE(certificate);
  CHECK(certificate->fields().issuer == s.ca.name);
  CHECK(certificate->fields().version == 3);
  CHECK(certificate->fields().serial.size() == kSerialOctets);
  CHECK(certificate->fields().serial.front() == 0x7f);  // positive, whatever was drawn
  CHECK(certificate->fields().not_before == 1767225600);

  for (std::size_t bit = 0; bit < s.signature.size() * 8; bit += 13) {
    Buffer flipped = s.signature;
    flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ 1u << bit % 8);
    const auto refused = assemble(s.tbs, flipped, s.ca);
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error().code == ErrorCode::kSignatureFailed);
  }
  const auto other = decode_certificate(fixture("certs/ca-rsa2048-other.der"));
  REQUIRE(other);
  CHECK_FALSE(assemble(s.tbs, s.signature, issuer_of(*other)));
}
