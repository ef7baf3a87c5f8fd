#include "der/time.h"

#include <catch_amalgamated.hpp>
#include <string>

using namespace popcert;
using namespace popcert::der;

namespace {

Buffer element(Tag tag, std::string_view text) {
  Writer w;
  w.string(tag, as_bytes(text));
  return std::move(w).finish();
}

struct Case {
  Tag tag;
  std::string_view text;
  std::optional<UnixSeconds> time;
};

}  // namespace

// Judge: `date -u -d TEXT +%s`.
TEST_CASE("times of a certificate are read as RFC 5280 writes them", "[der][rfc5280]") {
  const auto c = GENERATE(values<Case>({
      {Tag::kUtcTime, "260101000000Z", 1767225600},
      {Tag::kUtcTime, "491231235959Z", 2524607999},
      {Tag::kUtcTime, "500101000000Z", -631152000},
      {Tag::kGeneralizedTime, "20500101000000Z", 2524608000},
      {Tag::kGeneralizedTime, "99991231235959Z", 253402300799},
      {Tag::kUtcTime, "240229120000Z", 1709208000},
      {Tag::kUtcTime, "230229120000Z", std::nullopt},
      {Tag::kUtcTime, "261301000000Z", std::nullopt},
      {Tag::kUtcTime, "260132000000Z", std::nullopt},
      {Tag::kUtcTime, "260100000000Z", std::nullopt},
      {Tag::kUtcTime, "260101240000Z", std::nullopt},
      {Tag::kUtcTime, "260101000060Z", std::nullopt},
      {Tag::kUtcTime, "2601010000Z", std::nullopt},
      {Tag::kUtcTime, "260101000000", std::nullopt},
      {Tag::kUtcTime, "260101000000+0100", std::nullopt},
      {Tag::kUtcTime, "26010100000aZ", std::nullopt},
      {Tag::kUtcTime, "", std::nullopt},
      {Tag::kGeneralizedTime, "20260101000000.5Z", std::nullopt},
      {Tag::kGeneralizedTime, "260101000000Z", std::nullopt},
      {Tag::kPrintableString, "260101000000Z", std::nullopt},
  }));
  INFO(c.text);
  const Buffer octets = element(c.tag, c.text);
  Reader reader(octets);
  CHECK(read_time(reader) == c.time);
  CHECK(reader.empty() == c.time.has_value());
}

TEST_CASE("times are written as UTCTime through 2049 and as GeneralizedTime after", "[der][rfc5280]") {
  struct Written {
    UnixSeconds time;
    Tag tag;
    std::string_view text;
  };
  const auto c = GENERATE(values<Written>({{2524607999, Tag::kUtcTime, "491231235959Z"},
                                           {2524608000, Tag::kGeneralizedTime, "20500101000000Z"},
                                           {-631152000, Tag::kUtcTime, "500101000000Z"},
                                           {253402300799, Tag::kGeneralizedTime, "99991231235959Z"}}));
  Writer w;
  write_time(w, c.time);
  CHECK(std::move(w).finish() == element(c.tag, c.text));
}
