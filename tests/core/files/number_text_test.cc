#include "files/number_text.h"

#include <catch_amalgamated.hpp>

#include <string>

namespace popcert::files {
namespace {

std::string text_of(Bytes octets) { return {reinterpret_cast<const char*>(octets.data()), octets.size()}; }

TEST_CASE("files::octets_of_numbers", "[files]") {
  struct Case {
    const char *text, *expected;
  };
  const auto c = GENERATE(values<Case>({
      {"[]", ""},
      {"[65]", "A"},
      {"[ 65, 66 ,67 ]", "ABC"},
      {"[-128, 255, 0x]", ""},
      {"[65, 256]", ""},
      {"[65, -129]", ""},
      {"[65, 66.5]", ""},
      {"[65, \"66\"]", ""},
  }));
  INFO(c.text);
  CHECK(text_of(octets_of_numbers({keys::JsonKind::kArray, as_bytes(c.text)}).expose()) == c.expected);
}

TEST_CASE("files::follow_numbers stops behind the last octet", "[files]") {
  const std::string_view text = "= -1;0, 127 \n255) 12";
  std::uint8_t octets[4] = {};
  const auto counted = follow_numbers(as_bytes(text), 1, nullptr);
  const auto written = follow_numbers(as_bytes(text), 1, octets);
  CHECK(counted.octets == 4);
  CHECK(text.substr(counted.end) == ") 12");
  CHECK(written.end == counted.end);
  CHECK(std::vector<int>(octets, octets + 4) == std::vector<int>{255, 0, 127, 255});
}

// As JSON.stringify prints a Uint8Array: the names count.
TEST_CASE("files::octets_of_numbers: an object, only with each place in its turn", "[files]") {
  const auto octets = [](std::string_view text) {
    const auto object = keys::read_json(as_bytes(text));
    REQUIRE(object);
    return text_of(octets_of_numbers(*object).expose());
  };
  CHECK(octets(R"({"0":65,"1":66,"2":255})") == "AB\xff");
  CHECK(octets(R"({"0":65,"2":66})").empty());
  CHECK(octets(R"({"1":65,"0":66})").empty());
  CHECK(octets(R"({"0":65,"1":256})").empty());
  CHECK(octets(R"({"0":65,"1":null})").empty());
  CHECK(octets(R"({"0":65,"1":[66]})").empty());
  CHECK(octets(R"({})").empty());
}

}  // namespace
}  // namespace popcert::files
