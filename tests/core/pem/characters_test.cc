#include "pem/characters.h"

#include <catch_amalgamated.hpp>

using namespace popcert;
using namespace popcert::pem;

TEST_CASE("pem::decode_utf8 takes well-formed text only", "[text][rfc3629]") {
  CHECK(decode_utf8("\xf0\x9f\x98\x80") == U"\U0001f600");
  for (const std::string text : {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "\xe2\x82", "\xff"}) {
    CHECK_FALSE(decode_utf8(text));
  }
}

TEST_CASE("pem::is_visible: what nobody sees", "[text]") {
  for (const char32_t c : {U'a', U' ', U'~', U'\u00e4', U'\u0301', U'\u2027', U'\u2030', U'\u2e3b', U'\u4e00',
                           U'\uac00', U'\ufb00', U'\U0001f600', U'\U00020000'}) {
    INFO(static_cast<unsigned>(c));
    CHECK(is_visible(c));
  }
  for (const char32_t c : {char32_t{0},   U'\n',         U'\u007f',     U'\u00a0',        U'\u00ad',     U'\u034f',
                           U'\u115f',     U'\u17b5',     U'\u180d',     U'\u200b',        U'\u202e',     U'\u2028',
                           U'\u2800',     U'\u3000',     U'\u3164',     char32_t{0xe000}, U'\ufdd0',     U'\ufe0f',
                           U'\ufeff',     U'\uffa0',     U'\ufff0',     U'\ufffd',        U'\U0001bca0', U'\U0001d173',
                           U'\U0001fffe', U'\U000e0001', U'\U000f0000', U'\U0010ffff'}) {
    INFO(static_cast<unsigned>(c));
    CHECK_FALSE(is_visible(c));
  }
}

TEST_CASE("pem::is_visible_text", "[text]") {
  CHECK(is_visible_text(""));
  CHECK(is_visible_text("line 3, M\xc3\xbcnchen"));
  CHECK_FALSE(is_visible_text("a\xe3\x85\xa4z"));  // U+3164
  CHECK_FALSE(is_visible_text("a\xff"));
}
