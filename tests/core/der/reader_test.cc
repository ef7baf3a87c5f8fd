#include "der/reader.h"

#include <catch_amalgamated.hpp>

using namespace popcert;
using namespace popcert::der;

namespace {

struct Case {
  const char* name;
  Buffer octets;
  bool readable;
};

}  // namespace

TEST_CASE("der::Reader takes definite, shortest lengths only", "[der][x690]") {
  const auto c = GENERATE(values<Case>({
      {"short form", {0x04, 0x01, 0xaa}, true},
      {"no contents", {0x05, 0x00}, true},
      {"nothing", {}, false},
      {"tag alone", {0x04}, false},
      {"contents missing", {0x04, 0x02, 0xaa}, false},
      {"indefinite", {0x30, 0x80, 0x00, 0x00}, false},
      {"long form for a short length", {0x04, 0x81, 0x01, 0xaa}, false},
      {"leading zero in the length", {0x04, 0x82, 0x00, 0x81, 0xaa}, false},
      {"length of five octets", {0x04, 0x85, 0x01, 0x00, 0x00, 0x00, 0x00}, false},
      {"length octet FF", {0x04, 0xff, 0x00}, false},
      {"length near 2^32", {0x04, 0x84, 0xff, 0xff, 0xff, 0xff}, false},
      {"high tag number", {0x1f, 0x81, 0x01, 0x00}, false},
      {"end of contents", {0x00, 0x00}, false},
  }));
  INFO(c.name);
  Reader reader(c.octets);
  CHECK(reader.next().has_value() == c.readable);
  if (!c.readable) CHECK(reader.offset() == 0);
}

TEST_CASE("a read that fails does not move the cursor", "[der]") {
  const Buffer octets = {0x02, 0x01, 0x05, 0x04, 0x00};
  Reader reader(octets);
  CHECK_FALSE(reader.read(Tag::kOctetString));
  CHECK(reader.offset() == 0);
  CHECK(reader.read_small() == 5u);
  CHECK_FALSE(reader.read_unsigned());
  CHECK(reader.offset() == 3);
  CHECK(reader.read(Tag::kOctetString).has_value());
  CHECK(reader.empty());
}

TEST_CASE("offsets count from the start of the file in nested readers", "[der]") {
  const Buffer octets = {0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x07};
  Reader file(octets);
  auto outer = file.enter(Tag::kSequence);
  REQUIRE(outer);
  CHECK(outer->offset() == 2);
  auto inner = outer->enter(Tag::kSequence);
  REQUIRE(inner);
  CHECK(inner->offset() == 4);
}

TEST_CASE("integers are in shortest form and not negative where that is asked", "[der][x690]") {
  struct Number {
    Buffer octets;
    std::optional<std::uint64_t> value;
  };
  const auto c = GENERATE(values<Number>({{{0x02, 0x01, 0x00}, 0},
                                          {{0x02, 0x02, 0x00, 0x80}, 128},
                                          {{0x02, 0x01, 0x80}, std::nullopt},
                                          {{0x02, 0x00}, std::nullopt},
                                          {{0x02, 0x02, 0x00, 0x7f}, std::nullopt},
                                          {{0x02, 0x02, 0xff, 0x80}, std::nullopt},
                                          {{0x02, 0x08, 0x7f, 0, 0, 0, 0, 0, 0, 1}, 0x7f00000000000001},
                                          {{0x02, 0x09, 0x00, 0x80, 0, 0, 0, 0, 0, 0, 0}, std::nullopt}}));
  Reader reader(c.octets);
  CHECK(reader.read_small() == c.value);
}

TEST_CASE("booleans are 00 or FF, bit strings have no unused bits", "[der][x690]") {
  CHECK(Reader(Buffer{0x01, 0x01, 0xff}).read_boolean() == true);
  CHECK(Reader(Buffer{0x01, 0x01, 0x00}).read_boolean() == false);
  CHECK_FALSE(Reader(Buffer{0x01, 0x01, 0x01}).read_boolean());
  CHECK_FALSE(Reader(Buffer{0x03, 0x02, 0x01, 0x80}).read_bit_string());
  CHECK_FALSE(Reader(Buffer{0x03, 0x00}).read_bit_string());
}

TEST_CASE("error tells a file that was cut from one that is damaged", "[der]") {
  CHECK(Reader(Buffer{0x30, 0x05, 0x01}).error().code == ErrorCode::kDerTruncated);
  CHECK(Reader(Buffer{0x30}).error().code == ErrorCode::kDerTruncated);
  CHECK(Reader(Buffer{0x30, 0x81, 0x01, 0x00}).error().code == ErrorCode::kDerMalformed);
}
