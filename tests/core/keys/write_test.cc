// What is written is read back by our own decoders; OpenSSL and others judge it in tests/interop/dev.test.mjs.
#include "crypto/generate_private.h"
#include "keys/pbes.h"
#include "keys/pbes_write.h"
#include "keys/pkcs12.h"
#include "keys/pkcs12_write.h"
#include "keys/pkcs8.h"
#include "keys/pkcs8_write.h"

#include <catch_amalgamated.hpp>

namespace popcert::keys {
namespace {

constexpr std::string_view kPassword = "Pässword of 18 c";

Buffer random_of(std::size_t size) {
  Buffer out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(31 * i + 5);
  return out;
}

std::vector<crypto::PrivateKey> keys() {
  std::vector<crypto::PrivateKey> out;
  const Buffer seed = random_of(64);
  out.emplace_back(std::move(*crypto::generate_ec_private_key(crypto::Curve::kP256, seed)));
  out.emplace_back(std::move(*crypto::generate_ec_private_key(crypto::Curve::kP384, seed)));
  out.emplace_back(std::move(*crypto::generate_rsa_private_key(2048, seed)));
  return out;
}

TEST_CASE("PKCS #8: every key comes back as it was", "[keys][devpki][rfc5958]") {
  for (const auto& key : keys()) {
    const auto info = encode_private_key_info(key);
    REQUIRE(info);
    const auto read = decode_private_key_info(info->expose());
    REQUIRE(read);
    CHECK(crypto::public_key_of(*read) == crypto::public_key_of(key));
  }
}

TEST_CASE("PBES2: only the password opens it, and two vectors give two texts", "[keys][devpki][rfc8018]") {
  const PasswordKey password_key(as_bytes(kPassword), random_of(kSaltOctets), 1000);
  for (const auto& key : keys()) {
    const auto info = encode_private_key_info(key);
    REQUIRE(info);
    const Buffer encrypted = encrypt_private_key_info(*info, password_key, random_of(kVectorOctets));
    KdfBudget budget, other_budget;
    const auto opened = decrypt_encrypted_private_key_info(encrypted, as_bytes(kPassword), budget);
    REQUIRE(opened);
    CHECK(equal(opened->expose(), info->expose()));
    const auto refused = decrypt_encrypted_private_key_info(encrypted, as_bytes("Pässword of 19 c"), other_budget);
    CHECK(refused.error().code == ErrorCode::kPasswordWrong);
    CHECK(encrypt_private_key_info(*info, password_key, Buffer(kVectorOctets, 1)) != encrypted);
  }
}

TEST_CASE("PFX: both forms hold the key and the whole chain", "[keys][devpki][rfc7292]") {
  const auto all = keys();
  const auto info = encode_private_key_info(all.front());
  REQUIRE(info);
  const Buffer first{0x30, 0x03, 0x02, 0x01, 0x01}, second{0x30, 0x03, 0x02, 0x01, 0x02};
  const std::vector<Bytes> chain{first, second};
  const PfxInput input{info->expose(), chain, "sensor-0001"};
  const PfxWriter modern(as_bytes(kPassword), random_of(kSaltOctets), 1000);
  const OldPfxWriter old(as_bytes(kPassword));
  for (const Buffer& pfx :
       {modern.write(input, random_of(kPfxRandomOctets)), old.write(input, random_of(kPfxRandomOctets))}) {
    KdfBudget budget, other_budget;
    const auto opened = open_pfx(pfx, as_bytes(kPassword), budget);
    REQUIRE(opened);
    REQUIRE(opened->private_keys.size() == 1);
    CHECK(equal(opened->private_keys.front().expose(), info->expose()));
    CHECK(opened->certificates == std::vector<Buffer>{first, second});
    CHECK(open_pfx(pfx, as_bytes("another password"), other_budget).error().code == ErrorCode::kPasswordWrong);
  }
}

TEST_CASE("PFX: what one asks for is within what we, and .NET, are ready to do", "[keys][devpki]") {
  KdfBudget budget;
  CHECK_FALSE(budget.spend_hmac(crypto::Hash::kSha256, 2 * PfxWriter::kRounds, 1));
  CHECK(PfxWriter::kRounds <= 300'000);
  CHECK(3 * PfxWriter::kRounds <= 1'000'000);
}

}  // namespace
}  // namespace popcert::keys
