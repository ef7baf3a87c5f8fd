#include "base/date.h"

#include <catch_amalgamated.hpp>

using namespace popcert;

// Judge: `date -u -d @SECONDS +%F`.
TEST_CASE("dates follow the Gregorian calendar", "[base]") {
  struct Case {
    UnixSeconds seconds;
    const char* text;
  };
  const auto c = GENERATE(values<Case>({{0, "1970-01-01"},
                                        {-1, "1969-12-31"},
                                        {951782399, "2000-02-28"},
                                        {951782400, "2000-02-29"},
                                        {951868800, "2000-03-01"},
                                        {-631152000, "1950-01-01"},
                                        {4107542400, "2100-03-01"},
                                        {4107542399, "2100-02-28"},
                                        {253402300799, "9999-12-31"}}));
  CHECK(date_text(c.seconds) == c.text);
}

TEST_CASE("a date that is taken apart and put together is the same", "[base]") {
  for (UnixSeconds time = -631152000; time < 253402300799; time += 86399 * 997) {
    REQUIRE(seconds_from_civil(civil_from_seconds(time)) == time);
  }
}
