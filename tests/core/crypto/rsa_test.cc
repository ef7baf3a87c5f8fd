#include "crypto/rsa.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"
#include "core/crypto/rsa_keys.h"

namespace popcert::crypto {
namespace {

using test::hex;
using test::RsaKey;

/// The numbers of a key, each to be changed.
struct Numbers {
  Buffer n, e, d, p, q, dp, dq, qinv;

  explicit Numbers(const RsaKey& key)
      : n(hex(key.n)),
        e(hex(key.e)),
        d(hex(key.d)),
        p(hex(key.p)),
        q(hex(key.q)),
        dp(hex(key.dp)),
        dq(hex(key.dq)),
        qinv(hex(key.qinv)) {}
  Result<RsaPrivateKey> make() const { return make_rsa_private_key({n, e, d, p, q, dp, dq, qinv}); }
};

constexpr Buffer Numbers::*kMembers[] = {&Numbers::n, &Numbers::e,  &Numbers::d,  &Numbers::p,
                                         &Numbers::q, &Numbers::dp, &Numbers::dq, &Numbers::qinv};

const RsaKey& key_named(std::string_view name) {
  for (const RsaKey& key : test::kRsaKeys)
    if (key.name == name) return key;
  FAIL("no such key");
  return test::kRsaKeys[0];
}

/// a + b, or a - b for sign -1, of big-endian numbers; the sum may be one octet longer than a, which is not the shorter.
Buffer sum(Buffer a, Bytes b, int sign = 1) {
  a.insert(a.begin(), 0);
  int carry = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    int digit = a[a.size() - 1 - i] + carry + (i < b.size() ? sign * b[b.size() - 1 - i] : 0);
    carry = digit < 0 ? -1 : digit >> 8;
    a[a.size() - 1 - i] = static_cast<std::uint8_t>(digit & 0xff);
  }
  return a;
}

Buffer plus(const Buffer& a, std::uint8_t small) { return sum(a, Bytes(&small, 1)); }
Buffer minus(const Buffer& a, std::uint8_t small) { return sum(a, Bytes(&small, 1), -1); }

TEST_CASE("crypto::make_rsa_private_key keeps what signing needs", "[crypto][rfc8017]") {
  for (const RsaKey& key : test::kRsaKeys) {
    DYNAMIC_SECTION(key.name) {
      auto made = Numbers(key).make();
      REQUIRE(made);
      CHECK(made->public_key == RsaPublicKey{hex(key.n), hex(key.e)});
      CHECK(equal(made->p.expose(), hex(key.p)));
      CHECK(equal(made->q.expose(), hex(key.q)));
      CHECK(key_bits(made->public_key) == std::stoul(std::string(key.name)));
    }
  }
}

TEST_CASE("crypto::make_rsa_private_key ignores leading zeros", "[crypto]") {
  const RsaKey& key = key_named("2048 bits");
  Numbers numbers(key);
  for (const auto member : kMembers) (numbers.*member).insert((numbers.*member).begin(), 700, 0);
  auto made = numbers.make();
  REQUIRE(made);
  CHECK(made->public_key == RsaPublicKey{hex(key.n), hex(key.e)});
  CHECK(equal(made->p.expose(), hex(key.p)));
  CHECK(made->dp.size() == made->p.size());
  CHECK(made->dq.size() == made->q.size());
  CHECK(made->qinv.size() == made->p.size());
}

TEST_CASE("crypto::make_rsa_private_key refuses sizes it cannot work with", "[crypto]") {
  const auto small = Numbers(test::kRsaKeysRefused[0]).make();
  REQUIRE_FALSE(small);
  CHECK(small.error().code == ErrorCode::kRsaTooSmall);
  CHECK(small.error().value == 512);

  const auto unbalanced = Numbers(test::kRsaKeysRefused[1]).make();
  REQUIRE_FALSE(unbalanced);
  CHECK(unbalanced.error().code == ErrorCode::kRsaUnusable);

  Numbers large(key_named("4096 bits"));
  large.n.insert(large.n.begin(), 1);
  const auto refused = large.make();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::kRsaTooLarge);
  CHECK(refused.error().value == 4097);

  const Buffer junk(65536 / 8, 0xff);
  CHECK(make_rsa_private_key({junk, junk, junk, junk, junk, junk, junk, junk}).error().code == ErrorCode::kRsaTooLarge);
  large.n = hex(key_named("4096 bits").n);
  CHECK(make_rsa_private_key({large.n, large.e, junk, junk, junk, junk, junk, junk}).error().code ==
        ErrorCode::kRsaInconsistent);
  CHECK(make_rsa_private_key({large.n, large.e, junk, large.p, large.q, junk, junk, junk}).error().name == "d < n");
}

TEST_CASE("crypto::make_rsa_private_key names the relation that fails", "[crypto]") {
  const Numbers sound(key_named("2048 bits"));
  const Numbers other(key_named("2048 bits, p < q"));
  const Buffer p_1 = minus(sound.p, 1), q_1 = minus(sound.q, 1);
  const Buffer zero{0}, one{1}, two{2}, empty;
  struct Case {
    std::string_view what;
    Buffer Numbers::*member;
    Buffer value;
    std::string_view failed;
  };
  const Case cases[] = {
      {"p empty", &Numbers::p, empty, "p > 1"},
      {"p zero", &Numbers::p, Buffer(128), "p > 1"},
      {"p one", &Numbers::p, one, "p > 1"},
      {"p two", &Numbers::p, two, "n = p*q"},
      {"p even", &Numbers::p, p_1, "p odd"},
      {"p + 2", &Numbers::p, plus(sound.p, 2), "n = p*q"},
      {"p of another key", &Numbers::p, other.p, "n = p*q"},
      {"p is q", &Numbers::p, sound.q, "p != q"},
      {"p is n", &Numbers::p, sound.n, "n = p*q"},
      {"q empty", &Numbers::q, empty, "q > 1"},
      {"q one", &Numbers::q, one, "q > 1"},
      {"q even", &Numbers::q, q_1, "q odd"},
      {"q - 2", &Numbers::q, minus(sound.q, 2), "n = p*q"},
      {"q is p", &Numbers::q, sound.p, "p != q"},
      {"n empty", &Numbers::n, empty, "n = p*q"},
      {"n zero", &Numbers::n, zero, "n = p*q"},
      {"n one", &Numbers::n, one, "n = p*q"},
      {"n even", &Numbers::n, plus(sound.n, 1), "n = p*q"},
      {"n - 2", &Numbers::n, minus(sound.n, 2), "n = p*q"},
      {"n of another key", &Numbers::n, other.n, "n = p*q"},
      {"e of another key", &Numbers::e, Buffer{1, 0, 3}, "d*e = 1 mod p-1"},
      {"d empty", &Numbers::d, empty, "d*e = 1 mod p-1"},
      {"d zero", &Numbers::d, zero, "d*e = 1 mod p-1"},
      {"d one", &Numbers::d, one, "d*e = 1 mod p-1"},
      {"d + 1", &Numbers::d, plus(sound.d, 1), "d*e = 1 mod p-1"},
      {"d longer than n", &Numbers::d, sum(Buffer(257, 1), sound.d), "d < n"},
      {"d right for p only", &Numbers::d, sum(sound.d, p_1), "d*e = 1 mod q-1"},
      {"d right for q only", &Numbers::d, sum(sound.d, q_1), "d*e = 1 mod p-1"},
      {"dp empty", &Numbers::dp, empty, "dp = d mod p-1"},
      {"dp zero", &Numbers::dp, zero, "dp = d mod p-1"},
      {"dp + 1", &Numbers::dp, plus(sound.dp, 1), "dp = d mod p-1"},
      {"dp not reduced", &Numbers::dp, sum(sound.dp, p_1), "dp = d mod p-1"},
      {"dp is d", &Numbers::dp, sound.d, "dp = d mod p-1"},
      {"dp is dq", &Numbers::dp, sound.dq, "dp = d mod p-1"},
      {"dp is p-1", &Numbers::dp, p_1, "dp = d mod p-1"},
      {"dq empty", &Numbers::dq, empty, "dq = d mod q-1"},
      {"dq - 1", &Numbers::dq, minus(sound.dq, 1), "dq = d mod q-1"},
      {"dq not reduced", &Numbers::dq, sum(sound.dq, q_1), "dq = d mod q-1"},
      {"dq is dp", &Numbers::dq, sound.dp, "dq = d mod q-1"},
      {"qinv empty", &Numbers::qinv, empty, "qinv*q = 1 mod p"},
      {"qinv zero", &Numbers::qinv, zero, "qinv*q = 1 mod p"},
      {"qinv one", &Numbers::qinv, one, "qinv*q = 1 mod p"},
      {"qinv + 1", &Numbers::qinv, plus(sound.qinv, 1), "qinv*q = 1 mod p"},
      {"qinv negated", &Numbers::qinv, sum(sound.p, sound.qinv, -1), "qinv*q = 1 mod p"},
      {"qinv not reduced", &Numbers::qinv, sum(sound.qinv, sound.p), "qinv*q = 1 mod p"},
  };
  for (const Case& c : cases) {
    DYNAMIC_SECTION(c.what) {
      Numbers numbers = sound;
      numbers.*c.member = c.value;
      const auto made = numbers.make();
      REQUIRE_FALSE(made);
      CHECK(made.error().code == ErrorCode::kRsaInconsistent);
      CHECK(made.error().name == c.failed);
    }
  }

  SECTION("p and q exchanged, with their exponents, without qinv") {
    Numbers numbers = sound;
    std::swap(numbers.p, numbers.q);
    std::swap(numbers.dp, numbers.dq);
    CHECK(numbers.make().error().name == "qinv*q = 1 mod p");
  }
}

TEST_CASE("crypto::make_rsa_private_key refuses every changed bit", "[crypto]") {
  const Numbers sound(key_named("2046 bits"));
  for (const auto member : kMembers) {
    for (std::size_t bit = 0; bit < 8 * (sound.*member).size(); bit += 37) {
      Numbers numbers = sound;
      (numbers.*member)[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
      CHECK_FALSE(numbers.make());
    }
  }
}

TEST_CASE("crypto: public exponents", "[crypto]") {
  struct Case {
    Buffer e;
    bool usable;
  };
  const Case cases[] = {
      {{}, false},
      {{0}, false},
      {{1}, false},
      {{2}, false},
      {{0, 0, 0, 0, 1}, false},
      {{1, 0, 0}, false},
      {{1, 0, 0, 0, 1}, false},
      {Buffer(300, 0xff), false},
      {{3}, true},
      {{0, 0, 0, 0, 0, 1, 0, 1}, true},
      {{0xff, 0xff, 0xff, 0xfb}, true},
  };
  for (const Case& c : cases) {
    Numbers numbers(key_named("2048 bits"));
    numbers.e = c.e;
    const auto made_private = numbers.make();
    const auto made_public = make_rsa_public_key(numbers.n, c.e);
    CHECK(bool(made_public) == c.usable);
    if (!c.usable) {
      REQUIRE_FALSE(made_private);
      REQUIRE_FALSE(made_public);
      const auto expected =
          c.e.size() > 4 && c.e.front() != 0 ? ErrorCode::kPublicExponentTooLarge : ErrorCode::kPublicExponentUnusable;
      CHECK(made_private.error().code == expected);
      CHECK(made_public.error().code == expected);
    }
  }
}

TEST_CASE("crypto::make_rsa_public_key", "[crypto]") {
  const Buffer e{1, 0, 1};
  const auto made = make_rsa_public_key(Buffer{0, 0, 0x80, 1}, Buffer{0, 1, 0, 1});
  REQUIRE(made);
  CHECK(*made == RsaPublicKey{{0x80, 1}, e});
  CHECK(key_bits(*made) == 16);
  CHECK(make_rsa_public_key({}, e).error().code == ErrorCode::kCertificateKeyInvalid);
  CHECK(make_rsa_public_key(Buffer(256), e).error().code == ErrorCode::kCertificateKeyInvalid);
  CHECK(make_rsa_public_key(Buffer(256, 0xfe), e).error().code == ErrorCode::kCertificateKeyInvalid);
  CHECK(bool(make_rsa_public_key(Buffer(512, 0xff), e)));
  Buffer large(513, 0xff);
  large[0] = 1;
  const auto refused = make_rsa_public_key(large, e);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::kRsaTooLarge);
  CHECK(refused.error().value == 4097);
}

}  // namespace
}  // namespace popcert::crypto
