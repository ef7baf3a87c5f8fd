#include "base/hex.h"

#include <catch_amalgamated.hpp>

using namespace popcert;

TEST_CASE("hex: two digits for each octet", "[base]") {
  CHECK(hex({}).empty());
  CHECK(hex(Buffer{0x00, 0x0f, 0xa5, 0xff}) == "000fa5ff");
}

TEST_CASE("hex_digit: of all octets 22 are one", "[base]") {
  const std::string_view digits = "0123456789abcdef";
  unsigned found = 0;
  for (unsigned c = 0; c < 256; ++c) {
    const auto digit = hex_digit(static_cast<std::uint8_t>(c));
    const bool upper = c >= 'A' && c <= 'F';
    const auto place = digits.find(static_cast<char>(upper ? c + 32 : c));
    INFO(c);
    REQUIRE(digit.has_value() == (place != digits.npos));
    if (!digit) continue;
    CHECK(*digit == place);
    ++found;
  }
  CHECK(found == 22);
}

TEST_CASE("digits_at reads a number, and no more digits than it may", "[base]") {
  struct Case {
    const char* text;
    unsigned base;
    std::size_t most;
    std::uint32_t number;
    std::size_t count;
  };
  const auto c = GENERATE(values<Case>({
      {"", 10, 8, 0, 0},
      {"x1", 10, 8, 0, 0},
      {"255,", 10, 8, 255, 3},
      {"1789", 8, 8, 017, 2},
      {"102", 2, 8, 2, 2},
      {"fFg", 16, 8, 0xff, 2},
      {"ffffffff", 16, 8, 0xffffffff, 8},
      {"12345", 10, 3, 123, 3},
  }));
  INFO(c.text);
  const auto digits = digits_at(as_bytes(c.text), c.base, c.most);
  CHECK(digits.number == c.number);
  CHECK(digits.count == c.count);
}
