#include "devpki/id.h"

#include <catch_amalgamated.hpp>

namespace popcert::devpki {
namespace {

TEST_CASE("devpki::check_ids", "[devpki]") {
  struct Case {
    std::string id;
    std::optional<Reason> reason;
  };
  const auto c = GENERATE(values<Case>({
      {"sensor-0001", std::nullopt},
      {"a", std::nullopt},
      {"urn:dev:ops:32473-Refrigerator", std::nullopt},
      {"con", std::nullopt},
      {"ends-in-", std::nullopt},
      {std::string(64, 'a'), std::nullopt},
      {std::string(65, 'a'), Reason::kIdTooLong},
      {std::string(200, 'a'), Reason::kIdTooLong},
      {"", Reason::kIdEmpty},
      {"a,b", Reason::kIdCharacter},
      {"a\"b", Reason::kIdCharacter},
      {"a/b", Reason::kIdCharacter},
      {"a\\b", Reason::kIdCharacter},
      {"../../etc/passwd", Reason::kIdCharacter},
      {"..", Reason::kIdEnd},
      {".", Reason::kIdEnd},
      {"a.", Reason::kIdEnd},
      {"a:", Reason::kIdEnd},
      {"a b", Reason::kIdCharacter},
      {"Gerät", Reason::kIdCharacter},
      {"a\xe2\x80\x8b"
       "b",
       Reason::kIdCharacter},
      {"\xff", Reason::kIdCharacter},
      {std::string("a\0b", 3), Reason::kIdCharacter},
  }));
  const auto refusals = check_ids({&c.id, 1});
  CAPTURE(c.id);
  REQUIRE(refusals.size() == (c.reason ? 1u : 0u));
  if (c.reason) CHECK(refusals.front().reason == *c.reason);
  if (c.reason) CHECK(refusals.front().facts.second == 1);
}

TEST_CASE("ids that a file system or the service takes for one are found", "[devpki]") {
  const std::vector<std::string> ids{"a:b", "x", "A_B", "X", "y", "con", "_CON"};
  const auto refusals = check_ids(ids);
  REQUIRE(refusals.size() == 3);
  for (const auto& refusal : refusals) CHECK(refusal.reason == Reason::kIdTwice);
  CHECK(refusals[0].facts.value == 1);
  CHECK(refusals[0].facts.second == 3);
  CHECK(refusals[2].facts.second == 7);
}

TEST_CASE("folders have names that Windows takes", "[devpki]") {
  CHECK(folder_name("sensor-1") == "sensor-1");
  CHECK(folder_name("a:b") == "a_b");
  CHECK(folder_name("Contoso root, 2026") == "Contoso_root__2026");
  CHECK(folder_name("../..") == ".._._");
  CHECK(folder_name("..").find('.') == 0);
  for (const auto* name : {"con", "CON", "aux.1", "com1", "LPT9.x", "nul"}) CHECK(folder_name(name).front() == '_');
  for (const auto* name : {"cone", "com", "com10", "console.con"}) CHECK(folder_name(name) == name);
}

TEST_CASE("no id and too many", "[devpki]") {
  CHECK(check_ids({}).front().reason == Reason::kNoIds);
  const std::vector<std::string> many(kMaxIds + 1, "a");
  REQUIRE(check_ids(many).size() == 1);
  CHECK(check_ids(many).front().reason == Reason::kTooManyIds);
}

}  // namespace
}  // namespace popcert::devpki
