#include "crypto/digest.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"

namespace popcert::crypto {
namespace {

// FIPS 180-4 examples and RFC 1321 A.5 ("" and "abc"); a million times 'a' as `openssl dgst` gives it.
TEST_CASE("crypto::digest", "[crypto]") {
  struct Case {
    Hash hash;
    std::string_view empty, abc, million_a;
  };
  const Case cases[] = {
      {Hash::kMd5, "d41d8cd98f00b204e9800998ecf8427e", "900150983cd24fb0d6963f7d28e17f72",
       "7707d6ae4e027c70eea2a935c2296f21"},
      {Hash::kSha1, "da39a3ee5e6b4b0d3255bfef95601890afd80709", "a9993e364706816aba3e25717850c26c9cd0d89d",
       "34aa973cd4c4daa4f61eeb2bdbad27316534016f"},
      {Hash::kSha224, "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f",
       "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
       "20794655980c91d8bbb4c1ea97618a4bf03f42581948b2ee4ee7ad67"},
      {Hash::kSha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
      {Hash::kSha384,
       "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
       "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
       "9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985"},
      {Hash::kSha512,
       "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
       "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
       "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
       "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
       "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
       "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b"},
  };
  for (const Case& c : cases) {
    CHECK(test::to_hex(digest(c.hash, {})) == c.empty);
    CHECK(test::to_hex(digest(c.hash, as_bytes("abc"))) == c.abc);
    CHECK(test::to_hex(digest(c.hash, Buffer(1000000, 'a'))) == c.million_a);
    CHECK(digest_octets(c.hash) == c.empty.size() / 2);
  }
}

}  // namespace
}  // namespace popcert::crypto
