#include "x509/certificate.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"
#include "crypto/verify.h"
#include "x509/public_key_info.h"

using namespace popcert;
using namespace popcert::x509;
using test::fixture;

TEST_CASE("x509::decode_certificate reads what OpenSSL wrote", "[x509][rfc5280]") {
  struct Case {
    std::string name;
    std::size_t bits;
  };
  const auto c = GENERATE(values<Case>({{"rsa2048", 2048},
                                        {"rsa2046", 2046},
                                        {"rsa3072", 3072},
                                        {"rsa4096", 4096},
                                        {"p256", 256},
                                        {"p384", 384},
                                        {"p521", 521}}));
  INFO(c.name);
  const auto certificate = decode_certificate(fixture("certs/ca-" + c.name + ".der"));
  REQUIRE(certificate);
  CHECK(certificate->version == 3);
  CHECK(certificate->self_issued());
  CHECK(crypto::key_bits(certificate->key) == c.bits);
  REQUIRE(certificate->extensions.basic_constraints);
  CHECK(certificate->extensions.basic_constraints->ca);
  REQUIRE(certificate->extensions.key_usage);
  CHECK((*certificate->extensions.key_usage >> kKeyCertSignBit & 1) == 1);
  CHECK(certificate->extensions.subject_key_identifier == key_identifier(certificate->key));
  // The key's own octets, written again, are those that `openssl pkey -pubout` writes.
  CHECK(encode_public_key_info(certificate->key) == fixture("keys/" + c.name + "-spki.der"));
}

TEST_CASE("version 1 has no extensions", "[x509]") {
  const auto certificate = decode_certificate(fixture("certs/ca-p256-v1.der"));
  REQUIRE(certificate);
  CHECK(certificate->version == 1);
  CHECK_FALSE(certificate->extensions.basic_constraints);
}

TEST_CASE("a certificate cut at any length, or with octets after it, is refused", "[x509]") {
  const Buffer whole = fixture("certs/ca-p256.der");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    REQUIRE_FALSE(decode_certificate(Bytes(whole).first(size)));
  }
  Buffer longer = whole;
  longer.push_back(0);
  const auto result = decode_certificate(longer);
  REQUIRE_FALSE(result);
  CHECK(result.error().code == ErrorCode::kDerTrailing);
}

TEST_CASE("a certificate of which an octet changed is refused, or its signature no longer holds", "[x509]") {
  const Buffer whole = fixture("certs/ca-p256.der");
  const auto original = decode_certificate(whole);
  REQUIRE(original);
  REQUIRE(crypto::verify(original->key, original->tbs, original->signature));
  std::size_t read = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const std::uint8_t mask : {0x01, 0x20, 0x80, 0xff}) {
      Buffer changed = whole;
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ mask);
      const auto certificate = decode_certificate(changed);
      if (!certificate) continue;
      ++read;
      INFO("octet " << at << ", mask " << int{mask});
      // Empty: outside stands another algorithm than inside.
      REQUIRE((certificate->signature_algorithm.empty() ||
               !crypto::verify(original->key, certificate->tbs, certificate->signature)));
    }
  }
  CHECK(read > 0);  // any octet may stand in a name or in the signature, for example
}

TEST_CASE("x509::decode_certificate names what is wrong", "[x509]") {
  struct Case {
    const char* file;
    ErrorCode code;
  };
  const auto c = GENERATE(values<Case>({{"bad/twice-basic-constraints.der", ErrorCode::kCertificateDuplicateExtension},
                                        {"keys/p256-spki.der", ErrorCode::kCertificateMalformed},
                                        {"bad/certificate-cut-300.der", ErrorCode::kDerTruncated}}));
  INFO(c.file);
  const auto result = decode_certificate(fixture(c.file));
  REQUIRE_FALSE(result);
  CHECK(result.error().code == c.code);
}
