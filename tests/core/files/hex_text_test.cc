#include "files/hex_text.h"

#include <catch_amalgamated.hpp>

#include "base/hex.h"
#include "core/fixture.h"

namespace popcert::files {
namespace {

/// Each octet of `der` with something before and behind it.
std::string dressed(const Buffer& der, std::string_view before, std::string_view behind, std::size_t columns = 16) {
  std::string out;
  for (std::size_t i = 0; i < der.size(); ++i) {
    out.append(before).append(hex(Bytes(&der[i], 1))).append(behind);
    if ((i + 1) % columns == 0) out += '\n';
  }
  return out;
}

TEST_CASE("files::next_hex_run: the dresses of hexadecimal digits", "[files]") {
  const auto der = test::fixture("keys/p256-pkcs8.der");
  struct Case {
    std::string_view name;
    std::string text;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"plain", hex(der)},
      {"lines", dressed(der, "", "", 30)},
      {"blanks", dressed(der, "", " ")},
      {"colons", dressed(der, "", ":")},
      {"C", "unsigned char key[] = {\n" + dressed(der, "0x", ", ") + "};\nunsigned int key_len = 138;\n"},
      {"C, capitals and suffixes", "{" + dressed(der, "0X", "u,") + "}"},
      {"Rust", "[" + dressed(der, "0x", "u8, ") + "]"},
      {"Java", "{" + dressed(der, "(byte) 0x", ",") + "}"},
      {"escapes", "\"" + dressed(der, "\\x", "", 1000) + "\""},
      {"escapes in strings", "\"" + dressed(der, "\\x", "", 1000).substr(0, 40) + "\"\n  \"" +
                                 dressed(der, "\\x", "", 1000).substr(40) + "\";"},
      {"Python", "b'" + dressed(der, "\\x", "", 1000) + "'"},
      {".NET's BitConverter", dressed(der, "", "-", 1000)},
      {"Visual Basic", "{" + dressed(der, "&H", ", ") + "}"},
      {"Kotlin", "byteArrayOf(" + dressed(der, "0x", ".toByte(), ") + ")"},
      {"PostgreSQL", "\\x" + hex(der)},
      {"PowerShell", "0x" + dressed(der, "", ",0x", 1000).substr(0, der.size() * 5 - 3)},
  }));
  DYNAMIC_SECTION(c.name) {
    const auto run = next_hex_run(as_bytes(c.text), 0);
    REQUIRE(run);
    CHECK(to_buffer(run->octets.expose()) == der);
    CHECK(run->end <= c.text.size());
  }
}

TEST_CASE("files::next_decimal_run", "[files]") {
  const auto der = test::fixture("keys/p256-pkcs8.der");
  const auto numbers = [&](std::string_view between, bool negative, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i)
      out.append(std::to_string(negative ? static_cast<std::int8_t>(der[i]) : static_cast<int>(der[i])))
          .append(between);
    return out;
  };
  for (const auto& text : {"new byte[] { " + numbers(", ", false, der.size()) + "};",
                           "48 is no octet: [" + numbers(" ", false, der.size()) + "]",
                           numbers("\r\n", false, der.size()), "byteArrayOf(" + numbers(",", true, der.size()) + ")"}) {
    CAPTURE(text);
    const auto run = next_decimal_run(as_bytes(text), 0);
    REQUIRE(run);
    CHECK(to_buffer(run->octets.expose()) == der);
    CHECK_FALSE(next_decimal_run(as_bytes(text), run->end));
  }
  CHECK_FALSE(next_decimal_run(as_bytes(numbers(",", false, 47)), 0));
  CHECK_FALSE(next_decimal_run(as_bytes("48,256," + numbers(",", false, 40)), 0));
  CHECK_FALSE(next_decimal_run(as_bytes("48,-129," + numbers(",", false, 40)), 0));
  CHECK_FALSE(next_decimal_run({}, 0));
}

TEST_CASE("files::next_hex_run: fewer octets, and words, are none", "[files]") {
  CHECK_FALSE(next_hex_run(as_bytes(std::string(94, 'a')), 0));
  CHECK(next_hex_run(as_bytes(std::string(96, 'a')), 0));
  CHECK_FALSE(next_hex_run(as_bytes(std::string(97, 'a')), 0));
  CHECK_FALSE(next_hex_run(as_bytes("EF:E3:AD:83:D0:80:AA:D5:57:11:CD:AB:83:84:A1:77:F9:9F:1C:82"), 0));
  CHECK_FALSE(next_hex_run(
      as_bytes("face feed dead beef is what the old machines said, again and again and again and again"), 0));
  CHECK_FALSE(next_hex_run({}, 0));
}

}  // namespace
}  // namespace popcert::files
