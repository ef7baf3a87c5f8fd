#include "pem/unicode.h"

#include <catch_amalgamated.hpp>

using namespace popcert;
using namespace popcert::pem;

TEST_CASE("every Unicode character goes to UTF-8 and UTF-16 and back", "[pem][rfc3629][rfc2781]") {
  std::size_t wrong = 0;
  for (char32_t c = 0; c <= 0x110000; ++c) {
    const bool surrogate = c >= 0xd800 && c <= 0xdfff;
    if (is_scalar_value(c) != (!surrogate && c <= 0x10ffff)) ++wrong;
    if (!is_scalar_value(c)) continue;
    Buffer utf8(4), utf16(4);
    utf8.resize(put_utf8(c, utf8.data()));
    utf16.resize(put_utf16(c, utf16.data()));
    std::size_t at8 = 0, at16 = 0;
    if (utf8.size() != (c < 0x80 ? 1u : c < 0x800 ? 2u : c < 0x10000 ? 3u : 4u) || put_utf8(c, nullptr) != utf8.size())
      ++wrong;
    if (next_utf8(utf8, at8) != c || at8 != utf8.size()) ++wrong;
    if (next_utf16(utf16, at16, Order::kBigEndian) != c || at16 != utf16.size()) ++wrong;
  }
  CHECK(wrong == 0);
}

// The octets of RFC 3629 7 and RFC 2781 5.
TEST_CASE("characters have the octets that the RFCs show", "[pem][rfc3629][rfc2781]") {
  Buffer octets(4);
  octets.resize(put_utf8(0x2262, octets.data()));
  CHECK(octets == Buffer{0xe2, 0x89, 0xa2});
  octets.assign(4, 0);
  octets.resize(put_utf8(0x233b4, octets.data()));
  CHECK(octets == Buffer{0xf0, 0xa3, 0x8e, 0xb4});
  octets.assign(4, 0);
  octets.resize(put_utf16(0x12345, octets.data()));
  CHECK(octets == Buffer{0xd8, 0x08, 0xdf, 0x45});
  std::size_t at = 0;
  CHECK(next_utf16(Buffer{0x08, 0xd8, 0x45, 0xdf}, at, Order::kLittleEndian) == char32_t{0x12345});
  CHECK(at == 4);
}

TEST_CASE("what is not UTF-8 is nothing", "[pem][rfc3629]") {
  const auto octets = GENERATE(values<Buffer>({
      {0x80},        // begins in the middle
      {0xc0, 0x80},  // NUL in two octets
      {0xc1, 0xbf},  // longer than needed, as are the next two
      {0xe0, 0x9f, 0xbf},
      {0xf0, 0x8f, 0xbf, 0xbf},
      {0xc3},  // ends too early
      {0xe2, 0x82},
      {0xf0, 0x9f, 0x94},
      {0xc3, 0x28},              // no continuation
      {0xed, 0xa0, 0x80},        // a surrogate
      {0xf4, 0x90, 0x80, 0x80},  // beyond U+10FFFF
      {0xf8, 0x88, 0x80, 0x80, 0x80},
      {0xff},
  }));
  std::size_t at = 0;
  CHECK_FALSE(next_utf8(octets, at));
}

TEST_CASE("what is not UTF-16 is nothing", "[pem][rfc2781]") {
  const auto octets = GENERATE(values<Buffer>({
      {0x41},                    // half a character
      {0xd8, 0x08},              // half a pair
      {0xd8, 0x08, 0x00, 0x41},  // the other half is none
      {0xdf, 0x45, 0xd8, 0x08},  // the wrong way round
      {0xd8, 0x08, 0xdf},
  }));
  std::size_t at = 0;
  CHECK_FALSE(next_utf16(octets, at, Order::kBigEndian));
}
