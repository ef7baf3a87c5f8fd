#include "pem/base64.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"
#include "sentences/sentence.h"

namespace popcert::pem {
namespace {

using test::hex;
using test::to_hex;

std::string decoded(std::string_view text) {
  const auto secret = decode_base64(as_bytes(text));
  return secret ? to_hex(secret->expose()) : std::string(sentence_of(secret.error().code).id);
}

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

TEST_CASE("pem::decode_base64: RFC 4648 section 10", "[text][rfc4648]") {
  struct Case {
    std::string_view text, octets;
  };
  const auto c = GENERATE(values<Case>({{"", ""},
                                        {"Zg==", "f"},
                                        {"Zm8=", "fo"},
                                        {"Zm9v", "foo"},
                                        {"Zm9vYg==", "foob"},
                                        {"Zm9vYmE=", "fooba"},
                                        {"Zm9vYmFy", "foobar"}}));
  CHECK(decoded(c.text) == to_hex(as_bytes(c.octets)));
  CHECK(encode_base64(as_bytes(c.octets)) == c.text);
}

TEST_CASE("pem::decode_base64: the whole alphabet in order counts from 0 to 63", "[text]") {
  CHECK(decoded(kAlphabet) ==
        "00108310518720928b30d38f41149351559761969b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3dfbf");
}

TEST_CASE("pem::decode_base64: each of the 256 octets is a digit, white space or refused", "[text]") {
  for (int octet = 0; octet < 256; ++octet) {
    const std::string text = {'A', 'A', 'A', static_cast<char>(octet), 'A'};
    const bool digit = kAlphabet.find(static_cast<char>(octet)) != kAlphabet.npos;
    const bool white = octet == ' ' || (octet >= '\t' && octet <= '\r');
    CAPTURE(octet);
    // Five digits are one too many; four and a blank are three octets.
    CHECK(decoded(text) == (white ? "000000" : "BASE64_MALFORMED"));
    const auto value = kAlphabet.find(static_cast<char>(octet));
    const std::string four = {'A', 'A', 'A', static_cast<char>(octet)};
    const bool pads = octet == '=';
    if (digit) {
      CHECK(decoded(four) == "0000" + to_hex(Buffer{static_cast<std::uint8_t>(value)}));
    } else {
      CHECK(decoded(four) == (white || pads ? "0000" : "BASE64_MALFORMED"));
    }
  }
}

TEST_CASE("pem::decode_base64: padding and unused bits", "[text][rfc4648]") {
  struct Case {
    std::string_view text, result;
  };
  const auto c = GENERATE(values<Case>({
      {"Zg", "66"},
      {"Zm8", "666f"},
      {"Z m\r\n8 =\t\v\f", "666f"},
      {"Zg=\n=", "66"},
      {"Z", "BASE64_MALFORMED"},
      {"Zm9vY", "BASE64_MALFORMED"},
      {"=", "BASE64_MALFORMED"},
      {"Zm9v=", "BASE64_MALFORMED"},
      {"Zm9v====", "BASE64_MALFORMED"},
      {"Zg=", "BASE64_MALFORMED"},
      {"Zg===", "BASE64_MALFORMED"},
      {"Zm8==", "BASE64_MALFORMED"},
      {"Zg==Zg==", "BASE64_MALFORMED"},
      {"Zh==", "BASE64_MALFORMED"},
      {"Zm9=", "BASE64_MALFORMED"},
      {"Zm9-", "BASE64_MALFORMED"},
      {"Zm9_", "BASE64_MALFORMED"},
  }));
  CAPTURE(c.text);
  CHECK(decoded(c.text) == c.result);
}

TEST_CASE("pem::decode_base64: an error says where", "[text]") {
  const auto offset = [](std::string_view text) { return decode_base64(as_bytes(text)).error().offset; };
  CHECK(offset("AAAA AA*A") == 7);
  CHECK(offset("AAAAA") == 5);
}

TEST_CASE("pem::decode_base64url: RFC 7515 appendix A.3, and no layout", "[text][rfc7515]") {
  // The octets of "y" in RFC 7515 A.3.1.
  const auto y = decode_base64url(as_bytes("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"));
  REQUIRE(y);
  CHECK(to_hex(y->expose()) == "c7f144cd1bbd9b7e872cdfedb9eeb9f4b3695d6ea90b24ad8a4623288588e5ad");
  for (const std::string_view text : {"AA==", "AA AA", "AAAA\n", "AA+A", "AA/A", "A", "AB"}) {
    CAPTURE(text);
    CHECK_FALSE(decode_base64url(as_bytes(text)));
  }
  CHECK(decode_base64url({})->size() == 0);
}

TEST_CASE("pem::encode_base64: lines", "[text]") {
  CHECK(encode_base64(Buffer(48), 64) == std::string(64, 'A') + "\n");
  CHECK(encode_base64(Buffer(49), 64) == std::string(64, 'A') + "\nAA==\n");
  CHECK(encode_base64({}, 64).empty());
}

TEST_CASE("pem::encode_base64: what it writes is read again, in every length", "[text]") {
  Buffer octets;
  for (unsigned size = 0; size < 300; ++size) {
    const auto columns = size % 80;
    const auto text = encode_base64(octets, columns);
    CAPTURE(size);
    CHECK(decoded(text) == to_hex(octets));
    octets.push_back(static_cast<std::uint8_t>(size * 167 + size / 256));
  }
}

}  // namespace
}  // namespace popcert::pem
