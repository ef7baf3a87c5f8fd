#include "der/writer.h"

#include <catch_amalgamated.hpp>

using namespace popcert;
using namespace popcert::der;

TEST_CASE("a scope's length takes the octets it needs", "[der][x690]") {
  struct Case {
    std::size_t size;
    Buffer header;
  };
  const auto c = GENERATE(values<Case>({{0, {0x04, 0x00}},
                                        {127, {0x04, 0x7f}},
                                        {128, {0x04, 0x81, 0x80}},
                                        {255, {0x04, 0x81, 0xff}},
                                        {256, {0x04, 0x82, 0x01, 0x00}},
                                        {65536, {0x04, 0x83, 0x01, 0x00, 0x00}}}));
  Writer w;
  {
    auto scope = w.open(Tag::kOctetString);
    w.raw(Buffer(c.size, 0xaa));
  }
  const Buffer out = std::move(w).finish();
  CHECK(Buffer(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(c.header.size())) == c.header);
  CHECK(out.size() == c.header.size() + c.size);
}

TEST_CASE("a scope that grows inside another leaves both lengths right", "[der]") {
  Writer w;
  {
    auto outer = w.open(Tag::kSequence);
    w.small_integer(1);
    auto inner = w.open_bit_string();
    w.raw(Buffer(200, 0x55));
  }
  const Buffer out = std::move(w).finish();
  Reader file(out);
  auto outer = file.enter(Tag::kSequence);
  REQUIRE(outer);
  CHECK(file.empty());
  CHECK(outer->read_small() == 1u);
  const auto bits = outer->read_bit_string();
  REQUIRE(bits);
  CHECK(bits->size() == 200);
  CHECK(outer->empty());
}

TEST_CASE("integers are unsigned and shortest", "[der][x690]") {
  struct Case {
    Buffer magnitude, expected;
  };
  const auto c = GENERATE(values<Case>({{{}, {0x02, 0x01, 0x00}},
                                        {{0x00, 0x00}, {0x02, 0x01, 0x00}},
                                        {{0x7f}, {0x02, 0x01, 0x7f}},
                                        {{0x80}, {0x02, 0x02, 0x00, 0x80}},
                                        {{0x00, 0x00, 0x01, 0x00}, {0x02, 0x02, 0x01, 0x00}}}));
  Writer w;
  w.integer(c.magnitude);
  CHECK(std::move(w).finish() == c.expected);
}
