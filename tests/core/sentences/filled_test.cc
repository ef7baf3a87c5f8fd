#include "sentences/filled.h"

#include <catch_amalgamated.hpp>

using namespace popcert;

TEST_CASE("each word in braces stands for its fact", "[sentences]") {
  const Facts facts{1767225600, 86400, "X {value}"};
  CHECK(filled("{value}", facts) == "1767225600");
  CHECK(filled("until {date}.", facts) == "until 2026-01-01.");
  CHECK(filled("{count}", facts) == "86400");
  CHECK(filled("{from} to {date}", facts) == "1970-01-02 to 2026-01-01");
  CHECK(filled("none", facts) == "none");
  CHECK(filled("", facts).empty());
  // What was filled in is not looked at again.
  CHECK(filled("({name})", facts) == "(X {value})");
}

TEST_CASE("the words that were used are told, with their texts", "[sentences]") {
  std::vector<Parameter> used;
  const Facts facts{3, 7, "N"};
  (void)filled("Of {count}, {name}.", facts, &used);
  (void)filled("Again: {count}", facts, &used);
  REQUIRE(used.size() == 3);
  CHECK((used[0].word == "count" && used[0].text == "7"));
  CHECK((used[1].word == "name" && used[1].text == "N"));
  CHECK(used[2].word == "count");
}
