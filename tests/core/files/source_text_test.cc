#include "files/source_text.h"

#include <catch_amalgamated.hpp>

namespace popcert::files {
namespace {

std::string text_of(Bytes octets) { return {reinterpret_cast<const char*>(octets.data()), octets.size()}; }

std::string literal(std::string_view text) {
  const auto found = next_literal(as_bytes(text), 0);
  return found ? text_of(found->octets.expose()) : "none";
}

TEST_CASE("files::next_literal: what strings of programs stand for", "[files]") {
  // python3 -c 'print(bytes([48, 130, 1, 34, 2, 1, 0, 92, 127, 10, 65]))'
  CHECK(literal(R"(k = b'0\x82\x01"\x02\x01\x00\\\x7f\nA')") == std::string("0\x82\x01\"\x02\x01\0\\\x7f\nA", 11));
  CHECK(literal(R"("0\202\4\276\2\1\0000")") == std::string("0\x82\x04\xbe\x02\x01\0"
                                                            "0",
                                                            8));
  CHECK(literal(R"("\a\b\t\n\v\f\r\e\"\'")") == "\a\b\t\n\v\f\r\x1b\"'");
  CHECK(literal(R"("\u0030\u0082\u00ff\x7")") == "0\x82\xff\x07");
  CHECK(literal("\"\\1\\2\\\n\\3\\4\"") == "\1\2\3\4");
  CHECK(literal("('\\1\\2'\n   b\"'\\3\\4\" + '5');") == "\1\2'\3\0045");
}

TEST_CASE("files::next_literal: text is none", "[files]") {
  CHECK(literal("\"MIIEvgIBADANBgkqhkiG\\n\\n\\n\"") == "none");
  CHECK(literal("don't \\1\\2\\3\\4\n") == "none");
  CHECK(literal("\"\\1\\2\\3\\4") == "none");
  CHECK(literal(R"("\u1234\1\2\3\4")") == "none");
  CHECK(literal("") == "none");
  CHECK(literal("'\\1\\2\\3\\4' \"\\5\n") == "\1\2\3\4");
  CHECK(literal("'\\1\\2' '\\3\\4' \"\\5") == "\1\2\3\4");
  const std::string_view two = R"("\1\2\3\4", '\5\6\7\10')";
  const auto first = next_literal(as_bytes(two), 0);
  REQUIRE(first);
  const auto second = next_literal(as_bytes(two), first->end);
  REQUIRE(second);
  CHECK(text_of(second->octets.expose()) == "\5\6\7\10");
  CHECK(second->end == two.size());
}

TEST_CASE("files::without_comments", "[files]") {
  const auto bare = [](std::string_view text) {
    const auto found = without_comments(as_bytes(text));
    return found ? text_of(found->expose()) : "none";
  };
  CHECK(bare("0x30, /* a */ 0x82, // b 1\n4 # c\n5") == "0x30,         0x82,       \n4    \n5");
  CHECK(bare("1 /* open") == "1        ");
  CHECK(bare("1 / 2") == "none");
  CHECK(bare("") == "none");
}

}  // namespace
}  // namespace popcert::files
