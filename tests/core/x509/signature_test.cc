#include "x509/signature.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"
#include "pem/pem.h"

using namespace popcert;
using namespace popcert::x509;

namespace {

Certificate device(const std::string& name) {
  const auto blocks = pem::blocks(test::fixture("device/" + name + ".pem"));
  REQUIRE(blocks);
  auto certificate = decode_certificate(blocks->front().der.expose());
  REQUIRE(certificate);
  return std::move(*certificate);
}

}  // namespace

TEST_CASE("each accepted hash verifies under each type of key", "[x509]") {
  const auto root =
      GENERATE(std::string("root"), std::string("root2"), std::string("root-p384"), std::string("root-p521"));
  const auto hash = GENERATE(std::string("sha256"), std::string("sha384"), std::string("sha512"));
  auto certificate = device("by-" + root + "-" + hash);
  INFO(root << " " << hash);
  CHECK(signature_under(certificate, device(root).key) == Signature::kVerified);
  const std::string upper = "SHA-" + hash.substr(3);
  CHECK(signature_algorithm_text(certificate) == (root == "root" ? "RSA, " : "ECDSA, ") + upper);
  // Under another key of the same type, of another type, and with one bit changed.
  CHECK(signature_under(certificate, device("impostor").key) == Signature::kWrong);
  CHECK(signature_under(certificate, device(root == "root" ? "root2" : "root").key) == Signature::kWrong);
  auto changed = certificate;
  changed.signature.back() ^= 1;
  CHECK(signature_under(changed, device(root).key) == Signature::kWrong);
  changed = certificate;
  changed.tbs.back() ^= 1;
  CHECK(signature_under(changed, device(root).key) == Signature::kWrong);
}

TEST_CASE("SHA-1 is not accepted, other algorithms are not judged", "[x509]") {
  CHECK(signature_under(device("by-root-sha1"), device("root").key) == Signature::kWeak);
  CHECK(signature_under(device("by-root2-sha1"), device("root2").key) == Signature::kWeak);
  CHECK(signature_algorithm_text(device("by-root-sha1")) == "RSA, SHA-1");
  for (const std::string name : {"by-root-sha224", "by-root2-sha224", "by-root-pss", "by-root-ed25519"}) {
    INFO(name);
    CHECK(signature_under(device(name), device("root").key) == Signature::kUnchecked);
  }
  CHECK(signature_algorithm_text(device("by-root-pss")) == "RSA-PSS");
  CHECK(signature_algorithm_text(device("by-root-ed25519")) == "Ed25519");
}

TEST_CASE("a certificate that names two algorithms is not accepted: RFC 5280 4.1.1.2", "[x509]") {
  auto certificate = device("by-root2-sha256");
  Buffer der = certificate.der;
  // The outer ecdsa-with-SHA256 becomes ecdsa-with-SHA384.
  const Buffer oid{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02};
  const auto outer = std::find_end(der.begin(), der.end(), oid.begin(), oid.end());
  REQUIRE(outer != der.end());
  outer[7] = 3;
  const auto contradictory = decode_certificate(der);
  REQUIRE(contradictory);
  CHECK(contradictory->signature_algorithm.empty());
  CHECK(signature_algorithm_text(*contradictory) == "contradictory");
  CHECK(signature_under(*contradictory, device("root2").key) == Signature::kWrong);
}
