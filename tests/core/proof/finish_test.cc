#include "proof/finish.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/ec_keys.h"
#include "core/crypto/hex.h"
#include "core/crypto/mistaken_signatures.h"
#include "core/crypto/rsa_keys.h"
#include "core/fixture.h"
#include "crypto/digest.h"
#include "crypto/sign.h"
#include "crypto/verify.h"
#include "files/found_key.h"

using namespace popcert;
using namespace popcert::proof;
using test::fixture;

namespace {

const test::RsaKey& kRsa = test::kRsaKeys[3];  // "2048 bits"
const test::EcKey& kEc = test::kEcKeys[0];

crypto::PublicKey rsa_key() { return crypto::RsaPublicKey{test::hex(kRsa.n), test::hex(kRsa.e)}; }
crypto::PublicKey ec_key() { return crypto::EcPublicKey{kEc.curve, test::hex(kEc.point)}; }

/// The CA and its key, and a request that nothing speaks against.
struct Made {
  x509::Certificate ca;
  crypto::PrivateKey key;
  Prepared prepared;
};

Made prepared_with(const std::string& name) {
  auto ca = x509::decode_certificate(fixture("certs/ca-" + name + ".der"));
  REQUIRE(ca);
  auto key = files::decode_private_key(fixture("keys/" + name + "-pkcs8.der"));
  REQUIRE(key);
  const std::vector<x509::Certificate> certificates{*ca};
  const std::vector<crypto::PublicKey> keys{ca->key};
  const auto checked = check({.certificates = certificates,
                              .key_file_certificates = {},
                              .keys = keys,
                              .now = ca->not_before + 3600,
                              .not_before = {},
                              .not_after = {}});
  REQUIRE(checked.request);
  auto prepared = prepare(*checked.request, "CODE", ca->key, Buffer(x509::kSerialOctets, 7));
  return {std::move(*ca), std::move(key->key), std::move(prepared)};
}

}  // namespace

TEST_CASE("proof::finish takes the CA's signature, and says of others which mistake they are", "[proof]") {
  const auto name = GENERATE(std::string("rsa2048"), std::string("p256"), std::string("p384"), std::string("p521"));
  const auto made = prepared_with(name);
  const Bytes octets = made.prepared.tbs().octets();
  CHECK(made.prepared.tbs().signature_algorithm().hash == crypto::signature_hash(made.ca.key));
  const auto signature = crypto::sign(made.key, octets);
  const auto finished = finish(made.prepared, signature.expose());
  REQUIRE(finished);
  CHECK(finished->fields().issuer == made.ca.subject);
  CHECK(equal(finished->fields().tbs, octets));

  const auto mistake = [&](Bytes other) { return finish(made.prepared, other).error().code; };
  const auto digest = crypto::digest(crypto::signature_hash(made.ca.key), octets);
  CHECK(mistake({}) == ErrorCode::kSignatureEmpty);
  CHECK(mistake(crypto::sign(made.key, digest).expose()) == ErrorCode::kSignatureOfDigest);
  CHECK(mistake(crypto::sign(made.key, as_bytes("another certificate")).expose()) == ErrorCode::kSignatureOfOtherKey);
  const auto other =
      files::decode_private_key(fixture(name == "rsa2048" ? "keys/p256-pkcs8.der" : "keys/rsa2048-pkcs8.der"));
  REQUIRE(other);
  CHECK(mistake(crypto::sign(other->key, octets).expose()) == ErrorCode::kSignatureOtherAlgorithm);
}

TEST_CASE("proof::mistake_of: RSA", "[proof]") {
  const auto mistake = [](std::string_view signature) {
    return mistake_of(rsa_key(), as_bytes(test::kRsaMessage), test::hex(signature));
  };
  for (const auto& [signature, name] :
       {std::pair{test::kRsaSha1, "SHA-1"}, {test::kRsaSha384, "SHA-384"}, {test::kRsaSha512, "SHA-512"}}) {
    CHECK(mistake(signature).code == ErrorCode::kSignatureOtherHash);
    CHECK(mistake(signature).name == name);
  }
  for (const auto signature : {test::kRsaPss32, test::kRsaPss0, test::kRsaPssSha512}) {
    CHECK(mistake(signature).code == ErrorCode::kSignaturePss);
  }
  CHECK(mistake(test::kRsaBare).code == ErrorCode::kSignatureWithoutDigestInfo);
  const Buffer right = test::hex(kRsa.signature);
  CHECK(mistake_of(rsa_key(), as_bytes(test::kRsaMessage), Buffer(right.rbegin(), right.rend())).code ==
        ErrorCode::kSignatureReversed);
  const auto cut = mistake_of(rsa_key(), as_bytes(test::kRsaMessage), Bytes(right).first(255));
  CHECK(cut.code == ErrorCode::kSignatureWrongLength);
  CHECK(cut.value == 255);
  CHECK(mistake(test::kRsaKeys[6].signature).code == ErrorCode::kSignatureOfOtherKey);
  CHECK(mistake(kEc.signature).code == ErrorCode::kSignatureOtherAlgorithm);
  CHECK(mistake(kEc.signature).name == "ECDSA");
}

TEST_CASE("proof::mistake_of: ECDSA", "[proof]") {
  const auto mistake = [](const Buffer& signature) {
    return mistake_of(ec_key(), as_bytes(kEc.message), signature).code;
  };
  // RFC 6979 A.2.5: r and s of the signature in ec_keys.h.
  CHECK(mistake(test::hex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                          "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")) ==
        ErrorCode::kSignatureRaw);
  CHECK(mistake(test::hex(test::kEcSha384)) == ErrorCode::kSignatureOtherHash);
  CHECK(mistake(test::hex(test::kEcKeys[1].signature)) == ErrorCode::kSignatureOfOtherKey);
  CHECK(mistake(test::hex(kRsa.signature)) == ErrorCode::kSignatureOtherAlgorithm);
  Buffer longer = test::hex(kEc.signature);
  longer.push_back(0);
  CHECK(mistake(longer) == ErrorCode::kSignatureNotDer);
}
