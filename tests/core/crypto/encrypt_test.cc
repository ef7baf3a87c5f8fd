#include "crypto/encrypt.h"

#include "core/crypto/hex.h"

#include <catch_amalgamated.hpp>

namespace popcert::crypto {
namespace {

// By: printf %s MESSAGE | openssl enc -aes-256-cbc -K KEY -iv IV | xxd -p; likewise -des-ede3-cbc.
TEST_CASE("encrypt_cbc: what OpenSSL makes of it", "[crypto][devpki]") {
  const Buffer key = test::hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  const Buffer iv = test::hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
  CHECK(test::to_hex(encrypt_cbc(Cipher::kAes256, key, iv, as_bytes("popcert"))) == "2a2e453a0f8425e144cb59ade1f5dde0");
  CHECK(test::to_hex(encrypt_cbc(Cipher::kAes256, key, iv, as_bytes("sixteen octets!!"))) ==
        "c763c6cf22e832621e2c39d31036c145ff8df2edbcff3c8cfcbaf935c60584b5");
  CHECK(test::to_hex(encrypt_cbc(Cipher::kDesEde3, Bytes(key).first(24), Bytes(iv).first(8), as_bytes("popcert"))) ==
        "551f5aaef41c3b99");
}

TEST_CASE("encrypt_cbc: every length comes back", "[crypto][devpki]") {
  const Buffer key(32, 7), iv(16, 9);
  for (const auto cipher : {Cipher::kAes256, Cipher::kDesEde3}) {
    for (std::size_t size = 0; size < 50; ++size) {
      const Buffer plaintext(size, 0x5a);
      const Bytes used_key = Bytes(key).first(key_octets(cipher)), used_iv = Bytes(iv).first(block_octets(cipher));
      const Buffer encrypted = encrypt_cbc(cipher, used_key, used_iv, plaintext);
      CHECK(encrypted.size() == (size / used_iv.size() + 1) * used_iv.size());
      const auto back = decrypt_cbc(cipher, used_key, used_iv, encrypted);
      REQUIRE(back);
      CHECK(equal(back->expose(), plaintext));
    }
  }
}

}  // namespace
}  // namespace popcert::crypto
