#include "x509/extension_text.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"
#include "core/fixture.h"

namespace popcert::x509 {
namespace {

std::string texts_of(Bytes der) {
  std::string out;
  for (const auto& one : extension_texts(der)) {
    out.append(one.id).append(one.critical ? "! " : " ").append(one.name).append(": ").append(one.text).append("\n");
  }
  return out;
}

// openssl req -x509 with basicConstraints, keyUsage and subjectKeyIdentifier: [root] in vectors/fixtures/openssl.cnf.
TEST_CASE("x509::extension_texts: a CA of OpenSSL", "[x509][rfc5280]") {
  const auto texts = texts_of(test::fixture("certs/ca-p256.der"));
  CHECK(texts.find("2.5.29.19! Basic constraints: a CA\n") != std::string::npos);
  CHECK(texts.find("2.5.29.15! Key usage: signs certificates, signs CRLs\n") != std::string::npos);
  CHECK(texts.find("2.5.29.14 Subject key identifier: ") != std::string::npos);
}

TEST_CASE("x509::extension_texts: cut at every length, and what is no certificate", "[x509]") {
  const auto der = test::fixture("certs/leaf-p256.der");
  for (std::size_t size = 0; size < der.size(); ++size) CHECK(extension_texts(Bytes(der).first(size)).empty());
  CHECK(extension_texts(test::fixture("certs/ca-p256-v1.der")).empty());
  CHECK(extension_texts(test::fixture("keys/p256-pkcs8.der")).empty());
}

}  // namespace
}  // namespace popcert::x509
