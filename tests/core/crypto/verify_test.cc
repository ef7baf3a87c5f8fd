#include "crypto/verify.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/ec_keys.h"
#include "core/crypto/hex.h"
#include "core/crypto/mistaken_signatures.h"
#include "core/crypto/rsa_keys.h"

// `verify` with the hash of the key, and nothing near a signature: sign_test.cc. Here is what only shows a mistake.
namespace popcert::crypto {
namespace {

using test::hex;

const Bytes kMessage = as_bytes(test::kRsaMessage);

RsaPublicKey key_named(std::string_view name) {
  for (const auto& key : test::kRsaKeys) {
    if (key.name == name) return {hex(key.n), hex(key.e)};
  }
  FAIL("no such key: " << name);
  return {};
}

/// PSS of "2049 bits" with SHA-256 and a salt of 20 octets: the one length at which the encoded message is an octet
/// shorter than the signature. By: openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20 -sign
constexpr std::string_view kPssOf2049Bits =
    "0047fee6a24b25f04ff293f33ca70575d60d024ce0d40e9f997a5d704d44be7d3b8e633ce053d18542110b130c5d0c81fb6d8f8dc58db15a"
    "f287a1e2b8f85d53785d97544fb082a09fdce9aca1805a01c6101fd0d50f4e3ce0ad5f7094444701e4dbcbefbf8726401b27be5d6b20f611"
    "e11a0a39676b6f88ef73e6df928db75ba31ab7477abb60664f3f33921ba4b987108593976cee49179c85346bcf3c4c2652d3106fe8fcb321"
    "4300ecd70d20a21cd8cbbbbda58d7888671958d10fb240b883b6d0d3e1c27710f968a18b3e76fcbd573ba287a7f41f2c68ea5ce8bf26831e"
    "d5a7e0c83fcdd4549dcb384f8d86c118ae3e5f9d23d3675cbb7c6e8dce58df8f6f";

/// Each octet of a signature counts.
template <class Verify>
void check_no_octet_may_differ(const Buffer& signature, Verify verifies) {
  CHECK(verifies(signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    Buffer changed = signature;
    changed[i] ^= static_cast<std::uint8_t>(1 << i % 8);
    CAPTURE(i);
    CHECK_FALSE(verifies(changed));
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, signature.size() - 1})
    CHECK_FALSE(verifies(Buffer(signature.begin(), signature.begin() + static_cast<std::ptrdiff_t>(size))));
  Buffer longer = signature;
  longer.push_back(0);
  CHECK_FALSE(verifies(longer));
}

TEST_CASE("crypto::verify_pss: OpenSSL's signatures, with a salt of any length", "[crypto][rfc8017]") {
  struct Case {
    const char* name;
    std::string_view key, signature;
    Hash hash;
  };
  const auto c = GENERATE(values<Case>({
      {"a salt as long as the hash", "2048 bits", test::kRsaPss32, Hash::kSha256},
      {"no salt", "2048 bits", test::kRsaPss0, Hash::kSha256},
      {"SHA-512", "2048 bits", test::kRsaPssSha512, Hash::kSha512},
      {"a modulus of one bit more than whole octets", "2049 bits", kPssOf2049Bits, Hash::kSha256},
  }));
  DYNAMIC_SECTION(c.name) {
    const auto key = key_named(c.key);
    const Buffer signature = hex(c.signature);
    check_no_octet_may_differ(signature,
                              [&](const Buffer& octets) { return verify_pss(key, c.hash, kMessage, octets); });
    CHECK_FALSE(verify_pss(key, c.hash, as_bytes("another message"), signature));
    for (const auto hash : {Hash::kSha1, Hash::kSha256, Hash::kSha384, Hash::kSha512}) {
      if (hash != c.hash) CHECK_FALSE(verify_pss(key, hash, kMessage, signature));
    }
    CHECK_FALSE(verify_pss(key_named("2048 bits, p < q"), c.hash, kMessage, signature));
    CHECK_FALSE(verify(key, c.hash, kMessage, signature));
    CHECK_FALSE(verify_without_digest_info(key, c.hash, kMessage, signature));
  }
}

TEST_CASE("crypto::verify_pss: a key too short for the hash takes nothing", "[crypto]") {
  const auto& refused = test::kRsaKeysRefused[0];
  REQUIRE(refused.name == "512 bits");
  const RsaPublicKey key{hex(refused.n), hex(refused.e)};
  for (const int filling : {0x00, 0x01, 0xbc, 0xff})
    CHECK_FALSE(verify_pss(key, Hash::kSha512, kMessage, Buffer(64, static_cast<std::uint8_t>(filling))));
}

TEST_CASE("crypto::verify_without_digest_info: the bare digest, as OpenSSL signs it", "[crypto][rfc8017]") {
  const auto key = key_named("2048 bits");
  check_no_octet_may_differ(hex(test::kRsaBare), [&](const Buffer& octets) {
    return verify_without_digest_info(key, Hash::kSha256, kMessage, octets);
  });
  CHECK_FALSE(verify_without_digest_info(key, Hash::kSha256, as_bytes("another message"), hex(test::kRsaBare)));
  CHECK_FALSE(verify_without_digest_info(key, Hash::kSha384, kMessage, hex(test::kRsaBare)));
  // The two are not taken for one another.
  CHECK_FALSE(verify(key, Hash::kSha256, kMessage, hex(test::kRsaBare)));
  CHECK_FALSE(verify_without_digest_info(key, Hash::kSha1, kMessage, hex(test::kRsaSha1)));
}

TEST_CASE("crypto::verify with another hash than the key's", "[crypto]") {
  const std::pair<Hash, std::string_view> signatures[] = {
      {Hash::kSha1, test::kRsaSha1}, {Hash::kSha384, test::kRsaSha384}, {Hash::kSha512, test::kRsaSha512}};
  const auto key = key_named("2048 bits");
  for (const auto& [made_with, signature] : signatures) {
    for (const auto hash : {Hash::kSha1, Hash::kSha256, Hash::kSha384, Hash::kSha512})
      CHECK(verify(key, hash, kMessage, hex(signature)) == (hash == made_with));
    CHECK_FALSE(verify(key, kMessage, hex(signature)));
  }
  const auto& ec = test::kEcKeys[0];
  const EcPublicKey ec_key{ec.curve, hex(ec.point)};
  for (const auto hash : {Hash::kSha1, Hash::kSha256, Hash::kSha384, Hash::kSha512})
    CHECK(verify(ec_key, hash, as_bytes(ec.message), hex(test::kEcSha384)) == (hash == Hash::kSha384));
}

}  // namespace
}  // namespace popcert::crypto
