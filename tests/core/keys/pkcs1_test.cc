#include "keys/pkcs1.h"

#include <optional>

#include "core/crypto/rsa_keys.h"
#include "core/keys/key_files.h"
#include "der/writer.h"

namespace popcert::keys {
namespace {

using der::Tag;
using test::error_of;
using test::hex;
using test::public_half;

const test::RsaKey& small_key() { return test::kRsaKeys[0]; }

/// RSAPrivateKey with each INTEGER's contents as given, so that wrong ones can be written.
Buffer rsa_private_key(Bytes version, const std::vector<Buffer>& numbers, Bytes after = {}) {
  der::Writer w;
  {
    auto key = w.open(Tag::kSequence);
    w.string(Tag::kInteger, version);
    for (const auto& number : numbers) w.string(Tag::kInteger, number);
    w.raw(after);
  }
  return std::move(w).finish();
}

/// The sign octet that a positive INTEGER with its top bit set needs.
Buffer with_sign(Buffer number) {
  if (!number.empty() && number[0] >= 0x80) number.insert(number.begin(), 0);
  return number;
}

std::vector<Buffer> numbers_of(const test::RsaKey& key) {
  std::vector<Buffer> numbers;
  for (const auto digits : {key.n, key.e, key.d, key.p, key.q, key.dp, key.dq, key.qinv}) {
    numbers.push_back(with_sign(hex(digits)));
  }
  return numbers;
}

const Buffer kZero = {0}, kOne = {1};

TEST_CASE("keys::decode_rsa_private_key: OpenSSL's files", "[keys][rfc8017]") {
  const auto name = GENERATE(values<std::string>({"rsa2048", "rsa2046", "rsa3072", "rsa4096", "rsa2048-e3"}));
  const auto key = decode_rsa_private_key(test::fixture("keys/" + name + "-pkcs1.der"));
  CHECK(public_half(key) == test::public_half_of_fixture(name));
}

TEST_CASE("keys::decode_rsa_private_key: all numbers reach the key", "[keys][rfc8017]") {
  const auto key = decode_rsa_private_key(rsa_private_key(kZero, numbers_of(small_key())));
  REQUIRE(key);
  const auto* rsa = std::get_if<crypto::RsaPrivateKey>(&*key);
  REQUIRE(rsa);
  CHECK(rsa->public_key.modulus == hex(small_key().n));
  // In whichever order the key keeps its primes.
  const auto p = test::to_hex(rsa->p.expose()), q = test::to_hex(rsa->q.expose());
  CHECK(((p.ends_with(small_key().p) && q.ends_with(small_key().q)) ||
         (p.ends_with(small_key().q) && q.ends_with(small_key().p))));
}

TEST_CASE("keys::decode_rsa_private_key: INTEGERs without or with too many sign octets", "[keys]") {
  auto bare = numbers_of(small_key()), padded = bare;
  for (auto& number : bare) number.erase(number.begin(), number.begin() + (number[0] == 0));
  for (auto& number : padded) number.insert(number.begin(), 3, 0);
  const auto expected = public_half(decode_rsa_private_key(rsa_private_key(kZero, numbers_of(small_key()))));
  REQUIRE(expected.starts_with("30"));
  CHECK(public_half(decode_rsa_private_key(rsa_private_key(kZero, bare))) == expected);
  CHECK(public_half(decode_rsa_private_key(rsa_private_key(kZero, padded))) == expected);
}

TEST_CASE("keys::decode_rsa_private_key: structures that are none", "[keys]") {
  const auto good = numbers_of(small_key());
  auto seven = good, nine = good, empty = good;
  seven.pop_back();
  nine.push_back({1});
  empty[2] = {};
  const std::vector<Buffer> dsa(good.begin(), good.begin() + 5);
  const auto whole = rsa_private_key(kZero, good);
  auto trailing = whole, set = whole;
  trailing.push_back(0);
  set[0] = 0x31;
  struct Case {
    std::string_view name;
    Buffer der;
    std::string error;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"whole", whole, ""},
      {"a number missing", rsa_private_key(kZero, seven), "KEY_MALFORMED"},
      {"a number more", rsa_private_key(kZero, nine), "KEY_MALFORMED"},
      {"a number of no octets", rsa_private_key(kZero, empty), "KEY_MALFORMED"},
      {"no numbers", rsa_private_key(kZero, {}), "KEY_MALFORMED"},
      {"something else behind", rsa_private_key(kZero, good, hex("0500")), "KEY_MALFORMED"},
      {"otherPrimeInfos in version 0", rsa_private_key(kZero, good, hex("3000")), "KEY_MALFORMED"},
      {"three primes", rsa_private_key(kOne, good, hex("300b3009020103020103020103")),
       "KEY_TYPE_UNSUPPORTED RSA with more than two primes"},
      {"version 1 without more primes", rsa_private_key(kOne, good), "KEY_MALFORMED"},
      {"version 2", rsa_private_key(Buffer{2}, good), "KEY_VERSION_UNSUPPORTED"},
      {"version -1", rsa_private_key(Buffer{0xff}, good), "KEY_MALFORMED"},
      {"version of 9 octets", rsa_private_key(Buffer(9, 1), good), "KEY_MALFORMED"},
      {"DSA", rsa_private_key(kZero, dsa), "KEY_TYPE_UNSUPPORTED DSA"},
      {"octet behind", trailing, "DER_TRAILING"},
      {"SET", set, "DER_MALFORMED"},
      {"nothing", {}, "DER_TRUNCATED"},
      {"empty SEQUENCE", hex("3000"), "KEY_MALFORMED"},
      {"indefinite length", hex("30800201000201000000"), "DER_MALFORMED"},
      {"length not the shortest", hex("308103020100"), "DER_MALFORMED"},
      {"INTEGER beyond the SEQUENCE", hex("3005020100020900"), "DER_TRAILING"},
      {"INTEGER beyond its SEQUENCE", hex("30050201000209"), "KEY_MALFORMED"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(error_of(decode_rsa_private_key(c.der)) == c.error); }
}

TEST_CASE("keys::decode_rsa_private_key: offsets are those of the file", "[keys]") {
  auto der = rsa_private_key(kZero, numbers_of(small_key()));
  der[4 + 3] = 0x04;  // the modulus becomes an OCTET STRING
  CHECK(decode_rsa_private_key(der).error().offset == 4 + 3);
  CHECK(decode_rsa_private_key(der, 100).error().offset == 100 + 4 + 3);
  CHECK(error_of(decode_rsa_private_key(der)) == "KEY_MALFORMED");
}

TEST_CASE("keys::decode_rsa_private_key: cut at every length", "[keys]") {
  const auto whole = test::fixture("keys/rsa2048-pkcs1.der");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Buffer cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    CAPTURE(size);
    CHECK(error_of(decode_rsa_private_key(cut)) == "DER_TRUNCATED");
  }
}

TEST_CASE("keys::decode_rsa_private_key: with one bit changed it is refused", "[keys]") {
  auto der = rsa_private_key(kZero, numbers_of(small_key()));
  for (std::size_t i = 0; i < der.size(); ++i) {
    const auto mask = static_cast<std::uint8_t>(1U << (i * 5 + 3) % 8);
    der[i] ^= mask;
    CAPTURE(i);
    CHECK_FALSE(decode_rsa_private_key(der));
    der[i] ^= mask;
  }
}

}  // namespace
}  // namespace popcert::keys
