#include "crypto/sign.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/ec_keys.h"
#include "core/crypto/hex.h"
#include "core/crypto/rsa_keys.h"
#include "crypto/ec.h"
#include "crypto/rsa.h"
#include "crypto/verify.h"

namespace popcert::crypto {
namespace {

using test::EcKey;
using test::hex;
using test::RsaKey;

Result<RsaPrivateKey> make(const RsaKey& key) {
  return make_rsa_private_key(
      {hex(key.n), hex(key.e), hex(key.d), hex(key.p), hex(key.q), hex(key.dp), hex(key.dq), hex(key.qinv)});
}

/// That the signature counts, and that nothing near it does.
void check_only_this_verifies(const PublicKey& key, Bytes message, const Buffer& signature) {
  CHECK(verify(key, message, signature));

  for (std::size_t i = 0; i < signature.size(); ++i) {
    Buffer changed = signature;
    changed[i] ^= static_cast<std::uint8_t>(1 << i % 8);
    CHECK_FALSE(verify(key, message, changed));
  }
  for (std::size_t i = 0; i < message.size(); ++i) {
    Buffer changed = to_buffer(message);
    changed[i] ^= static_cast<std::uint8_t>(1 << i % 8);
    CHECK_FALSE(verify(key, changed, signature));
  }
  for (std::size_t size = 0; size < signature.size(); ++size)
    CHECK_FALSE(verify(key, message, Bytes(signature).first(size)));
  for (const std::uint8_t extra : {0x00, 0xff}) {
    Buffer longer = signature;
    longer.push_back(extra);
    CHECK_FALSE(verify(key, message, longer));
    longer = signature;
    longer.insert(longer.begin(), extra);
    CHECK_FALSE(verify(key, message, longer));
  }
  CHECK_FALSE(verify(key, message, Buffer(signature.size())));
  CHECK_FALSE(verify(key, message, Buffer(signature.size(), 0xff)));
  CHECK_FALSE(verify(key, message, Buffer(5000, 0xff)));
}

TEST_CASE("crypto::sign with RSA gives OpenSSL's signature", "[crypto][rfc8017]") {
  for (const RsaKey& key : test::kRsaKeys) {
    DYNAMIC_SECTION(key.name) {
      auto made = make(key);
      REQUIRE(made);
      const PrivateKey private_key(std::move(*made));
      const auto signature = sign(private_key, as_bytes(test::kRsaMessage));
      CHECK(test::to_hex(signature.expose()) == key.signature);
    }
  }
}

TEST_CASE("crypto::sign with ECDSA gives RFC 6979's signature", "[crypto][rfc6979]") {
  for (const EcKey& key : test::kEcKeys) {
    DYNAMIC_SECTION(key.name) {
      auto made = make_ec_private_key(key.curve, hex(key.scalar), std::nullopt);
      REQUIRE(made);
      const PrivateKey private_key(std::move(*made));
      const auto signature = sign(private_key, as_bytes(key.message));
      CHECK(test::to_hex(signature.expose()) == key.signature);
    }
  }
}

TEST_CASE("crypto::sign: what a fault makes is found out by verifying", "[crypto]") {
  auto rsa = make(test::kRsaKeys[1]);
  REQUIRE(rsa);
  rsa->dp.writable().back() ^= 2;  // what a fault in one half of the computation amounts to
  const PublicKey rsa_public = rsa->public_key;
  const auto faulty_rsa = sign(PrivateKey(std::move(*rsa)), as_bytes("message"));
  CHECK_FALSE(verify(rsa_public, as_bytes("message"), faulty_rsa.expose()));

  const EcKey& key = test::kEcKeys[0];
  auto ec = make_ec_private_key(key.curve, hex(key.scalar), std::nullopt);
  REQUIRE(ec);
  ec->scalar.writable().back() ^= 1;
  const PublicKey ec_public = ec->public_key;
  const auto faulty_ec = sign(PrivateKey(std::move(*ec)), as_bytes("message"));
  CHECK_FALSE(verify(ec_public, as_bytes("message"), faulty_ec.expose()));
}

TEST_CASE("crypto::verify accepts exactly one signature", "[crypto]") {
  for (const std::size_t i : {1, 2, 4}) {  // 2046 bits, 2047 bits, e = 3
    const RsaKey& key = test::kRsaKeys[i];
    DYNAMIC_SECTION("RSA, " << key.name) {
      check_only_this_verifies(RsaPublicKey{hex(key.n), hex(key.e)}, as_bytes(test::kRsaMessage), hex(key.signature));
    }
  }
  for (const EcKey& key : test::kEcKeys) {
    DYNAMIC_SECTION(key.name) {
      check_only_this_verifies(EcPublicKey{key.curve, hex(key.point)}, as_bytes(key.message), hex(key.signature));
    }
  }
}

TEST_CASE("crypto::verify does not take another key's signature", "[crypto]") {
  const RsaKey &one = test::kRsaKeys[3], &other = test::kRsaKeys[6];
  CHECK_FALSE(verify(RsaPublicKey{hex(one.n), hex(one.e)}, as_bytes(test::kRsaMessage), hex(other.signature)));
  const EcKey& ec = test::kEcKeys[0];
  CHECK_FALSE(verify(RsaPublicKey{hex(one.n), hex(one.e)}, as_bytes(test::kRsaMessage), hex(ec.signature)));
  CHECK_FALSE(verify(EcPublicKey{ec.curve, hex(ec.point)}, as_bytes(ec.message), hex(one.signature)));
}

TEST_CASE("crypto::verify wants the DER of an ECDSA signature", "[crypto][rfc5480]") {
  // RFC 6979 A.2.5, SHA-256, "test": r begins with f1, so its INTEGER has a zero in front; s begins with 01.
  const EcKey& key = test::kEcKeys[1];
  const std::string r = "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367";
  const std::string s = "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083";
  struct Case {
    std::string_view what;
    std::string signature;
    bool accepted;
  };
  const Case cases[] = {
      {"DER", "3045022100" + r + "0220" + s, true},
      {"r negative", "30440220" + r + "0220" + s, false},
      {"two zeros before r", "304602220000" + r + "0220" + s, false},
      {"a zero before s", "3046022100" + r + "022100" + s, false},
      {"length in two octets", "308145022100" + r + "0220" + s, false},
      {"length of r in two octets", "304602812100" + r + "0220" + s, false},
      {"indefinite length", "3080022100" + r + "0220" + s + "0000", false},
      {"a third INTEGER", "3048022100" + r + "0220" + s + "020100", false},
      {"raw r and s", r + s, false},
      {"SET", "3145022100" + r + "0220" + s, false},
      {"no s", "3023022100" + r, false},
      {"empty", "3000", false},
      {"r and s zero", "3006020100020100", false},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    CHECK(verify(EcPublicKey{key.curve, hex(key.point)}, as_bytes(key.message), hex(c.signature)) == c.accepted);
  }
}

TEST_CASE("crypto::signature_hash", "[crypto]") {
  CHECK(signature_hash(RsaPublicKey{}) == Hash::kSha256);
  CHECK(signature_hash(EcPublicKey{Curve::kP256, {}}) == Hash::kSha256);
  CHECK(signature_hash(EcPublicKey{Curve::kP384, {}}) == Hash::kSha384);
  CHECK(signature_hash(EcPublicKey{Curve::kP521, {}}) == Hash::kSha512);
}

}  // namespace
}  // namespace popcert::crypto
