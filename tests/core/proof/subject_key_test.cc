#include "proof/subject_key.h"

#include "core/keys/key_files.h"
#include "x509/public_key_info.h"

namespace popcert::proof {
namespace {

using test::error_of;
using test::fixture;

std::string read_again(Bytes file) {
  const auto key = given_subject_key(file);
  return key ? test::to_hex(x509::encode_public_key_info(*key)) : error_of(key);
}

std::string pem_of_key(std::string_view text) {
  return "-----BEGIN PUBLIC KEY-----\n" + std::string(text) + "\n-----END PUBLIC KEY-----\n";
}

TEST_CASE("proof::given_subject_key: DER, and its PEM", "[proof]") {
  // The point of RFC 6979 A.2.5, as `openssl pkey -pubin -outform PEM` writes it.
  const std::string base64 =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7\n"
      "Yfps5mliLmDyn7Z5A/4QCLi8maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==";
  const std::string der =
      "3059301306072a8648ce3d020106082a8648ce3d0301070342000460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60"
      "f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
  CHECK(read_again(test::hex(der)) == der);
  CHECK(read_again(as_bytes(pem_of_key(base64))) == der);
  CHECK(read_again(as_bytes("a text before it\n" + pem_of_key(base64))) == der);
  CHECK(read_again(fixture("keys/rsa2048-spki.der")) == test::public_half_of_fixture("rsa2048"));

  // One block, whole, and of a public key: whatever else there is has one error, which names the field.
  const std::string unusable = "SUBJECT_KEY_UNUSABLE";
  CHECK(read_again({}) == unusable);
  CHECK(read_again(as_bytes("no key")) == unusable);
  CHECK(read_again(as_bytes(pem_of_key(base64) + pem_of_key(base64))) == unusable);
  CHECK(read_again(as_bytes(pem_of_key(base64.substr(4)))) == unusable);
  CHECK(read_again(as_bytes(pem_of_key("!"))) == unusable);
  CHECK(read_again(Bytes(test::hex(der)).first(90)) == unusable);
  CHECK(read_again(fixture("keys/p256-pkcs8.pem")) == unusable);
  CHECK(read_again(fixture("certs/ca-p256.der")) == unusable);
}

TEST_CASE("proof::fresh_subject_key: of the kind that is asked for, by the seed", "[proof]") {
  Buffer seed(64);
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(i * 5 + 1);
  const auto ec = fresh_subject_key(SubjectKey::kFreshP256, seed),
             rsa = fresh_subject_key(SubjectKey::kFreshRsa2048, seed);
  REQUIRE((bool(ec) && bool(rsa)));
  CHECK(std::get<crypto::EcPublicKey>(*ec).curve == crypto::Curve::kP256);
  CHECK(crypto::key_bits(std::get<crypto::RsaPublicKey>(*rsa)) == 2048);
  auto other = seed;
  other[0] ^= 1;
  CHECK(*fresh_subject_key(SubjectKey::kFreshP256, other) != *ec);
  CHECK(error_of(fresh_subject_key(SubjectKey::kFreshP256, Buffer(64))) == "RANDOM_FAILED");
  CHECK(error_of(fresh_subject_key(SubjectKey::kFreshRsa2048, Buffer(64))) == "RANDOM_FAILED");
}

}  // namespace
}  // namespace popcert::proof
