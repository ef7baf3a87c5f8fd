#include "keys/json.h"

#include <catch_amalgamated.hpp>

#include <string>

namespace popcert::keys {
namespace {

std::string text_of(Bytes octets) { return {reinterpret_cast<const char*>(octets.data()), octets.size()}; }

/// The kind and what of the text is the value; or the error with its offset.
std::string read(std::string_view text) {
  const auto value = read_json(as_bytes(text));
  if (!value) {
    const bool malformed = value.error().code == ErrorCode::kJsonMalformed;
    return (malformed ? "malformed at " : "too deep at ") + std::to_string(value.error().offset);
  }
  constexpr std::string_view kKinds[] = {"object ", "array ", "string ", "other "};
  return std::string(kKinds[static_cast<std::size_t>(value->kind)]) + text_of(value->text);
}

// Python's json and Node's JSON.parse take and refuse the same of these, but for -Infinity, which Python takes.
TEST_CASE("keys::read_json", "[keys][rfc8259]") {
  struct Case {
    const char *name, *text, *expected;
  };
  const auto c = GENERATE(values<Case>({
      {"a string alone", R"("asd")", "string asd"},
      {"null", "null", "other null"},
      {"blanks around", " [] ", "array []"},
      {"an empty object", "{}", "object {}"},
      {"an array", "[1,null,1]", "array [1,null,1]"},
      {"negative zero", "-0", "other -0"},
      {"an exponent", "123e45", "other 123e45"},
      {"a negative exponent", "1E-2", "other 1E-2"},
      {"all escapes of one letter", R"("\"\\\/\b\f\n\r\t")", R"(string \"\\\/\b\f\n\r\t)"},
      {"nothing", "", "malformed at 0"},
      {"only a blank", " ", "malformed at 1"},
      {"infinity", "-Infinity", "malformed at 1"},
      {"a leading zero", "012", "malformed at 1"},
      {"a plus", "+1", "malformed at 0"},
      {"no digit behind the point", "1.", "malformed at 2"},
      {"no digit in the exponent", "1e", "malformed at 2"},
      {"a comma at the end of an array, behind a string", R"(["",])", "malformed at 4"},
      {"a comma at the end of an array", "[1,]", "malformed at 3"},
      {"a comma at the end of an object", R"({"id":0,})", "malformed at 8"},
      {"a name without quotes", "{a: 1}", "malformed at 1"},
      {"no colon", R"({"a" 1})", "malformed at 5"},
      {"two commas", R"({"a":1,,"b":2})", "malformed at 7"},
      {"a tab in a string", "\"\t\"", "malformed at 1"},
      {"an escape that is none", R"("\x00")", "malformed at 2"},
      {"an escape that is cut short", R"("\uD800\u1")", "malformed at 10"},
      {"other quotes", "'a'", "malformed at 0"},
      {"two arrays", "[][]", "malformed at 2"},
      {"something behind", "1 x", "malformed at 2"},
      {"a capital letter", "True", "malformed at 0"},
      {"a word that is cut short", "[fals]", "malformed at 5"},
      {"cut in a string", R"({"a":"b)", "malformed at 7"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(read(c.text) == c.expected); }
}

TEST_CASE("keys::read_json follows no more than a number of lists within each other", "[keys]") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(read(nested(kMaxJsonDepth)) == "array " + nested(kMaxJsonDepth));
  CHECK(read(nested(kMaxJsonDepth + 1)) == "too deep at " + std::to_string(kMaxJsonDepth + 1));
  CHECK(read(std::string(1'000'000, '[')) == "too deep at " + std::to_string(kMaxJsonDepth + 1));
}

TEST_CASE("keys::read_json_prefix ends with the value", "[keys]") {
  const auto prefix = read_json_prefix(as_bytes("  {\"a\": [1]} and more"));
  REQUIRE(prefix);
  CHECK(text_of(prefix->value.text) == "{\"a\": [1]}");
  CHECK(prefix->octets == 12);
}

TEST_CASE("keys::JsonList and the members and elements of a list", "[keys]") {
  const auto object = read_json(as_bytes(R"({ "a" : 1 , "b":[2, "x"],"a":{}})"));
  REQUIRE(object);
  std::string seen;
  JsonList members(*object);
  while (const auto member = members.next())
    seen += std::string(member->name) + "=" + text_of(member->value.text) + ";";
  CHECK(seen == R"(a=1;b=[2, "x"];a={};)");
  CHECK(text_of(member_of(*object, "a")->text) == "1");
  CHECK_FALSE(member_of(*object, "c"));
  CHECK_FALSE(members_of(*object));  // a name twice

  const auto array = member_of(*object, "b");
  REQUIRE(array);
  CHECK_FALSE(member_of(*array, "a"));
  const auto elements = elements_of(*array);
  REQUIRE(elements.size() == 2);
  CHECK(text_of(elements[0].text) == "2");
  CHECK(elements[1].kind == JsonKind::kString);
  CHECK(text_of(elements[1].text) == "x");
}

TEST_CASE("keys::members_of: an escape in a name could hide that it is there twice", "[keys]") {
  const auto plain = read_json(as_bytes(R"({"kty":1,"d":2})")),
             hidden = read_json(as_bytes(R"({"kty":1,"\u006bty":2})"));
  REQUIRE(plain);
  REQUIRE(hidden);
  CHECK(members_of(*plain)->size() == 2);
  CHECK(members_of(*hidden).error().code == ErrorCode::kJsonMalformed);
}

TEST_CASE("keys::unescaped", "[keys][rfc8259]") {
  struct Case {
    const char *text, *expected;
  };
  const auto c = GENERATE(values<Case>({
      {R"("")", ""},
      {R"("plain")", "plain"},
      {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
      {R"("\u0041\u00e4\u20aC")", "A\u00e4\u20ac"},
      {R"("\uD834\uDD1E")", "\U0001d11e"},  // RFC 8259 7: the G clef
      {R"("\uD834")", "\ufffd"},
      {R"("\uDD1E\uD834")", "\ufffd\ufffd"},
      {R"("\uD834\u0041")", "\ufffdA"},
      {R"("\uD834x")", "\ufffdx"},
  }));
  INFO(c.text);
  const auto string = read_json(as_bytes(c.text));
  REQUIRE(string);
  CHECK(text_of(unescaped(*string).expose()) == c.expected);
}

}  // namespace
}  // namespace popcert::keys
