#include "crypto/hmac.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"

namespace popcert::crypto {
namespace {

using test::hex;
using test::to_hex;

// RFC 2202 (MD5, SHA-1) and RFC 4231 (SHA-2), cases 1, 2 and 6: a short key, a word, and a key longer than a block.
TEST_CASE("crypto::hmac", "[crypto]") {
  struct Case {
    Hash hash;
    std::size_t long_key;
    std::string_view short_key, hi_there, jefe, larger_key;
  };
  const Case cases[] = {
      {Hash::kMd5, 80, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "9294727a3638bb1c13f48ef8158bfc9d",
       "750c783e6ab0b503eaa86e310a5db738", "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd"},
      {Hash::kSha1, 80, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "b617318655057264e28bc0b6fb378c8ef146be00",
       "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", "aa4ae5e15272d00e95705637ce8a3b55ed402112"},
      {Hash::kSha224, 131, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
       "896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22",
       "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44",
       "95e9a0db962095adaebe9b2d6f0dbce2d499f112f2d2b7273fa6870e"},
      {Hash::kSha256, 131, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {Hash::kSha384, 131, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
       "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
       "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
       "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952"},
      {Hash::kSha512, 131, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
       "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d"
       "914eeb61f1702e696c203a126854",
       "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaea"
       "b1a34d4a6b4b636e070a38bce737",
       "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e6"
       "4f73f63f0aec8b915a985d786598"},
  };
  for (const Case& c : cases) {
    CAPTURE(static_cast<int>(c.hash));
    CHECK(to_hex(hmac(c.hash, hex(c.short_key), as_bytes("Hi There")).expose()) == c.hi_there);
    CHECK(to_hex(hmac(c.hash, as_bytes("Jefe"), as_bytes("what do ya want for nothing?")).expose()) == c.jefe);
    const Buffer long_key(c.long_key, 0xaa);
    const auto message = as_bytes("Test Using Larger Than Block-Size Key - Hash Key First");
    CHECK(to_hex(hmac(c.hash, long_key, message).expose()) == c.larger_key);
  }
}

TEST_CASE("crypto::equal_in_constant_time", "[crypto]") {
  const Buffer a = hex("00112233");
  CHECK(equal_in_constant_time(a, hex("00112233")));
  CHECK(equal_in_constant_time({}, {}));
  CHECK_FALSE(equal_in_constant_time(a, hex("00112232")));
  CHECK_FALSE(equal_in_constant_time(a, hex("80112233")));
  CHECK_FALSE(equal_in_constant_time(a, hex("001122")));
  CHECK_FALSE(equal_in_constant_time(a, {}));
}

}  // namespace
}  // namespace popcert::crypto
