#include "files/interest.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"

namespace popcert::files {
namespace {

TEST_CASE("files::is_of_interest: what chance makes is not", "[files]") {
  for (const auto kind :
       {Kind::kRsaPublicKey, Kind::kEcParameters, Kind::kDhParameters, Kind::kCertificateList, Kind::kUnknown}) {
    CHECK_FALSE(is_of_interest(kind));
  }
  for (const auto kind :
       {Kind::kPrivateKeyInfo, Kind::kRsaPrivateKey, Kind::kEcPrivateKey, Kind::kEncryptedPrivateKeyInfo, Kind::kPfx,
        Kind::kPkcs7, Kind::kCertificate, Kind::kPublicKeyInfo, Kind::kCertificateRequest}) {
    CHECK(is_of_interest(kind));
  }
}

TEST_CASE("files::is_promising: files of OpenSSL, whole", "[files]") {
  for (const auto* file : {"keys/p256-sec1-no-public.der", "keys/rsa2048-pkcs8.der", "certs/ca-p256.der",
                           "keys/p256-pkcs8.pem", "certs/ca-p256.pem"}) {
    CAPTURE(file);
    CHECK(is_promising(test::fixture(file)));
  }
  CHECK(test::fixture("keys/p256-sec1-no-public.der").size() >= kFewestOctets);
}

TEST_CASE("files::is_promising: too little, and noise", "[files]") {
  const auto key = test::fixture("keys/p256-pkcs8.der");
  CHECK_FALSE(is_promising(Bytes(key).first(kFewestOctets - 1)));
  CHECK(is_promising(Bytes(key).first(kFewestOctets)));  // cut: its decoder says so
  Buffer noise(200);
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<std::uint8_t>(0x80 + i * 37);
  CHECK_FALSE(is_promising(noise));
  CHECK_FALSE(is_object_of_interest(noise));
  CHECK_FALSE(is_promising(Buffer(200)));
  // A string of C: text, then a NUL.
  std::string text = "-----BEGIN PRIVATE KEY-----\n" + std::string(60, 'A');
  CHECK(is_promising(as_bytes(text + '\0')));
  CHECK_FALSE(is_object_of_interest(as_bytes(text)));
  CHECK(is_object_of_interest(as_bytes("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n")));
}

}  // namespace
}  // namespace popcert::files
