#include "crypto/cipher.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"
#include "crypto/rc2.h"

namespace popcert::crypto {
namespace {

using test::hex;
using test::to_hex;

struct CbcCase {
  Cipher cipher;
  std::size_t rc2_bits;
  std::string_view key, iv, plaintext, ciphertext;
};

// printf TEXT | openssl enc -provider default -provider legacy -CIPHER -K KEY -iv IV | xxd -p
const CbcCase kCbc[] = {
    {Cipher::kAes128, 0, "00112233445566778899aabbccddeeff", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "",
     "87bd779af9e49af1513d965e7a184523"},
    {Cipher::kAes128, 0, "00112233445566778899aabbccddeeff", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "706f7063657274",
     "fff7466d11249fa5833678916f1d3d2b"},
    {Cipher::kAes128, 0, "00112233445566778899aabbccddeeff", "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
     "7369787465656e206f63746574732121", "d1237c3eaee7bb9181db8bbccfcba07c177ad8b5a1e8a2ccb6151fa36cb36f9c"},
    {Cipher::kAes128, 0, "00112233445566778899aabbccddeeff", "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
     "74686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f67",
     "081161017b4b809d1f7967b486e69714ee113edd39b26893e0bb57567a27a398932a40934c93c2745bd1806dd2a1574e"},
    {Cipher::kAes192, 0, "00112233445566778899aabbccddeeff0011223344556677", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "",
     "b1c8e99176a882bcf0270d3ef482b7ff"},
    {Cipher::kAes192, 0, "00112233445566778899aabbccddeeff0011223344556677", "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
     "706f7063657274", "b2efa9da7496c71c4c4f958f47d63ca5"},
    {Cipher::kAes192, 0, "00112233445566778899aabbccddeeff0011223344556677", "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
     "7369787465656e206f63746574732121", "9a8e4cc00998353de8c65f67d57e78169d9ea8477860cadc341f87b6bb0a7d57"},
    {Cipher::kAes192, 0, "00112233445566778899aabbccddeeff0011223344556677", "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
     "74686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f67",
     "714b931bf128e91ab4b3f8156194d2b703b14dc08c2e4cfbdc1810d69b50adfc9b20a3afa14b93a881c6ee55795624db"},
    {Cipher::kAes256, 0, "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
     "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "", "873e0994af7903ce348cf882c68ad72d"},
    {Cipher::kAes256, 0, "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
     "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "706f7063657274", "9b5e700aecf6579a222af7b3c1f7c9fa"},
    {Cipher::kAes256, 0, "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
     "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "7369787465656e206f63746574732121",
     "5d623cd43ad5d6f529c78d163c4d8f1b9f3672104c1af0e6eb159cb04ec91693"},
    {Cipher::kAes256, 0, "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
     "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
     "74686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f67",
     "ad7eef0e3e33e088d50530144a5129835e176211718bb2d7b617ba1e5d9df6e7cb5142c27c61edc02f6556d9f6b7989e"},
    {Cipher::kDesEde3, 0, "00112233445566778899aabbccddeeff0123456789abcdef", "0f1e2d3c4b5a6978", "",
     "272cd874c2157409"},
    {Cipher::kDesEde3, 0, "00112233445566778899aabbccddeeff0123456789abcdef", "0f1e2d3c4b5a6978", "706f7063657274",
     "4dd73af74d15e41c"},
    {Cipher::kDesEde3, 0, "00112233445566778899aabbccddeeff0123456789abcdef", "0f1e2d3c4b5a6978",
     "7369787465656e206f63746574732121", "6b22f56310297f0114091db8744feae6875374d4fc488dd4"},
    {Cipher::kDesEde3, 0, "00112233445566778899aabbccddeeff0123456789abcdef", "0f1e2d3c4b5a6978",
     "74686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f67",
     "da71433be970ff81656e38041be588b4f62edf08d6b37d6f502cbbae9b7fa33737fc01982d8d0b84f865d1024a59a092"},
    {Cipher::kDes, 0, "0011223344556677", "0f1e2d3c4b5a6978", "", "c9557d73bc9f9acd"},
    {Cipher::kDes, 0, "0011223344556677", "0f1e2d3c4b5a6978", "706f7063657274", "19d424d894a9c7e8"},
    {Cipher::kDes, 0, "0011223344556677", "0f1e2d3c4b5a6978", "7369787465656e206f63746574732121",
     "0c7d05504fee4776c027293b5807486c2233a1591a28c0cf"},
    {Cipher::kDes, 0, "0011223344556677", "0f1e2d3c4b5a6978",
     "74686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f67",
     "d5b25d6d6c94c394ba8329373766ec5c4fc52c6ea7b3be5113e2d3fd7d33339111a33728095998d90f34c6e7f74ca6cf"},
    {Cipher::kRc2, 40, "fa68588671", "3414f5ae69ec7189", "", "567420be8d91ef1e"},
    {Cipher::kRc2, 40, "87ed44b09e", "1dbba7634f50d758", "84", "3a9d3854bcc6f109"},
    {Cipher::kRc2, 40, "0593e173ee", "309de544ec98fd53", "36b610927847a0e9", "826e34d491c25f9c3cbc3f4b24b30c4d"},
    {Cipher::kRc2, 40, "323e6feb90", "3769ac37d8a52061", "8ff1bb80e697bbaca0b0eff58cbb00",
     "b6bd47b83f9afc4716e4a8f50e7f3159"},
    {Cipher::kRc2, 40, "408d6fc003", "0cda7cd2e0aa9c7c",
     "2bf52e2ea00b096b187e0f4bd0f644828efe72943098062ef425498b4eaf3c413021b1140aadb45aaf297aec9c0de9fbf5f2"
     "11ddba46ac0bbdc257debc4e60cc",
     "9c68a6cf783d3099bec803eab8743c8840dba9a5b202df5ed1ac89c30825f4785e6775be84ea1ecae710fbcd59f51d2dffae"
     "20f218bfbef8e07ea499f1392983e8ba04d5728edb01"},
    {Cipher::kRc2, 64, "5aa2669b2fe947e5", "1b49cb0bcfecd9e6", "", "0e489bc0b6855389"},
    {Cipher::kRc2, 64, "069dd9d9780297d8", "0cbc49d8a2c798c0", "13", "3802244264ab6c0f"},
    {Cipher::kRc2, 64, "1eb46e4bf22923a5", "84187351f684fe34", "9d089aaca0a68132", "27b611ba5421e315e5b4f69b37d32ef7"},
    {Cipher::kRc2, 64, "2a5dbf16cc4c7ffb", "757755442d6e1058", "4130e620f98adb58404974582fb071",
     "8df18069402ec0725f33033628867819"},
    {Cipher::kRc2, 64, "f644e0607b0fb9a9", "61069a0e65ebd6c1",
     "cb827fde3d832bea7c486dfa0d4e45d779f03c5a068098a462713e9721c3a215ffae23e902c057cc08a5a99871ccf0f03cb7"
     "a9fc9719e57ff1b3b111313bebd8",
     "c74e59bcadf48cae8181509e48eee0addb62decaa613dadeeb775268d506d12e536bc51ea5dcda54c08aafc785f239ad48b8"
     "8b47f35a96fe79544c25181c471fb9014b78abdbd5fd"},
    {Cipher::kRc2, 128, "a5676ccb032d10bae221256d361e3fa2", "b24fd6d2126595bb", "", "4aba9c78efe9be29"},
    {Cipher::kRc2, 128, "fa9964c6dd41351cb714b343845d6558", "960b6103ac03981f", "ec", "ac71c58084706d4f"},
    {Cipher::kRc2, 128, "2c09102984cb728f23be5848814be9fb", "881007552cbab7f3", "a24bcc086ba04dd7",
     "5e5c16cdbba6ab6b2e5c0c696f9d27d3"},
    {Cipher::kRc2, 128, "7ce8681cbe15d453f572f87874aea57d", "e3f29d715b5b1b7d", "a45209361988ee71a0e49e4c946a6f",
     "6c5dce175bab772da9b965978ae06462"},
    {Cipher::kRc2, 128, "665312ea548258df17d6db210734b8ff", "746417a6e9cd49b6",
     "67c25dcfb02b8b0f14935d13a3d717353909b0e797b4fe3f6ff0f125939419d5858e1adab23b3291529958e2814177c0cdae"
     "76dec5f504f424ff25f155290f00",
     "ede200e9553f3d8e5bc0c3d0601e4487985ed25005a9dbfac55a3a23b8de191bcc18cd91f6692ee3217c2cdc253ea09293e8"
     "894de594c5064b48205d67845047819c1fa93711c4ac"},
};

TEST_CASE("crypto::decrypt_cbc", "[crypto][cipher]") {
  for (const CbcCase& c : kCbc) {
    CAPTURE(static_cast<int>(c.cipher), c.rc2_bits, c.plaintext);
    const auto plaintext = decrypt_cbc(c.cipher, hex(c.key), hex(c.iv), hex(c.ciphertext), c.rc2_bits);
    REQUIRE(plaintext);
    CHECK(to_hex(plaintext->expose()) == c.plaintext);
  }
}

// The last octet of the block before changes the last one of the plaintext: every padding octet is tried.
TEST_CASE("crypto::decrypt_cbc takes only right padding", "[crypto][cipher]") {
  for (const CbcCase& c : kCbc) {
    const std::size_t block = block_octets(c.cipher);
    if (c.ciphertext.size() != 2 * block) continue;
    const std::size_t padding = block - c.plaintext.size() / 2;
    for (unsigned wanted = 0; wanted < 256; ++wanted) {
      CAPTURE(static_cast<int>(c.cipher), padding, wanted);
      Buffer iv = hex(c.iv);
      iv.back() ^= static_cast<std::uint8_t>(padding ^ wanted);
      const auto plaintext = decrypt_cbc(c.cipher, hex(c.key), iv, hex(c.ciphertext), c.rc2_bits);
      // An octet 01 is right whatever stands before it, and no octet but the last was changed.
      if (wanted == padding || wanted == 1) {
        REQUIRE(plaintext);
        CHECK(plaintext->size() == block - wanted);
      } else {
        REQUIRE_FALSE(plaintext);
        CHECK(plaintext.error().code == ErrorCode::kPasswordWrong);
      }
    }
  }
}

TEST_CASE("crypto::decrypt_cbc: a padding octet that differs from the others", "[crypto][cipher]") {
  const CbcCase& c = kCbc[0];  // sixteen octets of 10
  for (std::size_t at = 0; at < 16; ++at) {
    Buffer iv = hex(c.iv);
    iv[at] ^= 0x80;
    const auto plaintext = decrypt_cbc(c.cipher, hex(c.key), iv, hex(c.ciphertext));
    REQUIRE_FALSE(plaintext);
    CHECK(plaintext.error().code == ErrorCode::kPasswordWrong);
  }
}

TEST_CASE("crypto::decrypt_cbc: lengths that do not fit", "[crypto][cipher]") {
  struct Case {
    Cipher cipher;
    std::size_t key, iv, ciphertext, rc2_bits;
  };
  const Case cases[] = {
      {Cipher::kAes128, 16, 16, 0, 0},  {Cipher::kAes128, 16, 16, 15, 0}, {Cipher::kAes128, 16, 16, 17, 0},
      {Cipher::kAes128, 16, 15, 16, 0}, {Cipher::kAes128, 16, 0, 16, 0},  {Cipher::kAes128, 24, 16, 16, 0},
      {Cipher::kAes256, 16, 16, 16, 0}, {Cipher::kDesEde3, 16, 8, 8, 0},  {Cipher::kDesEde3, 24, 16, 8, 0},
      {Cipher::kDes, 8, 8, 12, 0},      {Cipher::kRc2, 0, 8, 8, 40},      {Cipher::kRc2, 129, 8, 8, 40},
      {Cipher::kRc2, 5, 8, 8, 0},       {Cipher::kRc2, 5, 8, 8, 1025},
  };
  for (const Case& c : cases) {
    CAPTURE(static_cast<int>(c.cipher), c.key, c.iv, c.ciphertext);
    const auto plaintext = decrypt_cbc(c.cipher, Buffer(c.key), Buffer(c.iv), Buffer(c.ciphertext), c.rc2_bits);
    REQUIRE_FALSE(plaintext);
    CHECK(plaintext.error().code == ErrorCode::kEncryptedContentMalformed);
  }
}

// RFC 2268 5.
TEST_CASE("crypto::Rc2", "[crypto][cipher]") {
  struct Case {
    std::size_t effective_bits;
    std::string_view key, plaintext, ciphertext;
  };
  const Case cases[] = {
      {63, "0000000000000000", "0000000000000000", "ebb773f993278eff"},
      {64, "ffffffffffffffff", "ffffffffffffffff", "278b27e42e2f0d49"},
      {64, "3000000000000000", "1000000000000001", "30649edf9be7d2c2"},
      {64, "88", "0000000000000000", "61a8a244adacccf0"},
      {64, "88bca90e90875a", "0000000000000000", "6ccf4308974c267f"},
      {64, "88bca90e90875a7f0f79c384627bafb2", "0000000000000000", "1a807d272bbe5db1"},
      {128, "88bca90e90875a7f0f79c384627bafb2", "0000000000000000", "2269552ab0f85ca6"},
  };
  for (const Case& c : cases) {
    Buffer block = hex(c.ciphertext);
    Rc2(hex(c.key), c.effective_bits).decrypt(std::span<std::uint8_t, 8>(block.data(), 8));
    CHECK(to_hex(block) == c.plaintext);
  }
}

}  // namespace
}  // namespace popcert::crypto
