#include "der/ber.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"
#include "core/der/to_ber.h"
#include "core/fixture.h"
#include "sentences/sentence.h"

namespace popcert::der {
namespace {

using test::hex;
using test::to_hex;

std::string rewritten(std::string_view ber) {
  const auto der = ber_to_der(hex(ber));
  return der ? to_hex(der->expose()) : std::string(sentence_of(der.error().code).id);
}

TEST_CASE("der::ber_to_der: single elements", "[der]") {
  struct Case {
    std::string_view what, ber, der;
  };
  const Case cases[] = {
      {"DER stays", "3003020101", "3003020101"},
      {"empty", "3000", "3000"},
      {"indefinite length (X.690 8.1.3.6)", "30800201010000", "3003020101"},
      {"indefinite, empty", "30800000", "3000"},
      {"one within the other",
       "308030800201010000020102"
       "0000",
       "30083003020101020102"},
      {"definite in indefinite in definite", "300a30800201010201020000", "30083006020101020102"},
      {"a long length that a short one could say",
       "30810302820001"
       "01",
       "DER_MALFORMED"},
      {"the same, whole",
       "308105028200010"
       "1",
       "3003020101"},
      {"leading zeros in the length",
       "3085000000000302010"
       "1",
       "3003020101"},
      {"OCTET STRING of parts (X.690 8.7.3)", "24080402aabb0402ccdd", "0404aabbccdd"},
      {"the same, indefinite", "24800402aabb0402ccdd0000", "0404aabbccdd"},
      {"parts of parts", "248024050403aabbcc24800401dd00000000", "0404aabbccdd"},
      {"no parts", "24800000", "0400"},
      {"an empty part", "248004000401aa0000", "0401aa"},
      {"a context-specific element keeps its parts", "a0800402aabb24800401cc00000000", "a0070402aabb0401cc"},
      {"a primitive one is not looked into", "800430800000", "800430800000"},
      {"nor is an OCTET STRING", "040430800000", "040430800000"},
      {"two zero octets as contents of a primitive",
       "30800402000002010"
       "00000",
       "3007040200000201"
       "00"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    CHECK(rewritten(c.ber) == c.der);
  }
}

TEST_CASE("der::ber_to_der: what is no BER", "[der]") {
  struct Case {
    std::string_view what, ber, id;
  };
  const Case cases[] = {
      {"nothing", "", "DER_TRUNCATED"},
      {"a tag alone", "30", "DER_TRUNCATED"},
      {"contents missing", "3003", "DER_TRUNCATED"},
      {"one octet missing", "30030201", "DER_TRUNCATED"},
      {"length octets missing", "3082", "DER_TRUNCATED"},
      {"a length of 2^64", "3089010000000000000000", "DER_TRUNCATED"},
      {"a length of 127 octets that are not there", "30ff", "DER_MALFORMED"},
      {"no end-of-contents", "3080020101", "DER_TRUNCATED"},
      {"half an end-of-contents", "308002010100", "DER_TRUNCATED"},
      {"an element longer than the one around it",
       "3003020201"
       "00",
       "DER_MALFORMED"},
      {"the same at the end of the file", "30030202ff", "DER_TRUNCATED"},
      {"something behind it", "300302010100", "DER_TRAILING"},
      {"something behind the end-of-contents", "3080000000", "DER_TRAILING"},
      {"end-of-contents in a definite length", "30020000", "DER_MALFORMED"},
      {"end-of-contents alone", "0000", "DER_MALFORMED"},
      {"a primitive of indefinite length", "04800000", "DER_MALFORMED"},
      {"a tag number above 30", "1f810100", "DER_MALFORMED"},
      {"a part that is no OCTET STRING", "2403020101", "DER_MALFORMED"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    CHECK(rewritten(c.ber) == c.id);
  }
}

TEST_CASE("der::ber_to_der: nesting has a bound", "[der]") {
  for (const std::uint8_t tag : {0x30, 0x24, 0xa0}) {
    for (const std::size_t depth : {kMaxBerDepth, kMaxBerDepth + 1, std::size_t{1'000'000}}) {
      Buffer ber;
      for (std::size_t i = 0; i < depth; ++i) append(ber, Buffer{tag, 0x80});
      append(ber, hex("0401aa"));
      ber.resize(ber.size() + 2 * depth);
      const auto der = ber_to_der(ber);
      CAPTURE(int{tag}, depth);
      CHECK(bool{der} == (depth == kMaxBerDepth));
      if (!der) CHECK(der.error().code == ErrorCode::kDerTooDeep);
    }
  }
}

// Definite lengths of large contents take more room than indefinite ones: the worst case of the buffer.
TEST_CASE("der::ber_to_der: large contents deep inside", "[der]") {
  constexpr std::size_t kDepth = kMaxBerDepth - 1;
  for (const std::size_t size : {std::size_t{127}, std::size_t{65535}, std::size_t{65536}, std::size_t{1} << 24}) {
    Buffer ber;
    for (std::size_t i = 0; i < kDepth; ++i) append(ber, hex("3080"));
    append(ber, hex("0484"));
    for (int shift = 24; shift >= 0; shift -= 8) ber.push_back(static_cast<std::uint8_t>(size >> shift));
    ber.resize(ber.size() + size + 2 * kDepth);
    const auto der = ber_to_der(ber);
    REQUIRE(der);
    const auto again = ber_to_der(der->expose());
    REQUIRE(again);
    CHECK(equal(der->expose(), again->expose()));
    const auto from_ber = ber_to_der(test::to_ber(der->expose()));
    REQUIRE(from_ber);
    CHECK(equal(from_ber->expose(), der->expose()));
  }
}

TEST_CASE("der::ber_to_der undoes what other programs do to real files", "[der]") {
  for (const std::string file : {"pfx/modern-p256.p12", "pfx/3des.p12", "encrypted/pbes2-aes-256-cbc.der",
                                 "certs/ca-p256.der", "keys/rsa4096-pkcs8.der"}) {
    CAPTURE(file);
    const Buffer der = test::fixture(file);
    const auto same = ber_to_der(der);
    REQUIRE(same);
    CHECK(equal(same->expose(), der));
    const Buffer ber = test::to_ber(der);
    CHECK_FALSE(equal(ber, der));
    const auto back = ber_to_der(ber);
    REQUIRE(back);
    CHECK(equal(back->expose(), der));
    // Cut anywhere, it is an error.
    for (std::size_t size = 0; size < ber.size(); ++size) {
      const auto cut = ber_to_der(Bytes(ber).first(size));
      REQUIRE_FALSE(cut);
      CHECK(cut.error().code == ErrorCode::kDerTruncated);
    }
  }
}

}  // namespace
}  // namespace popcert::der
