#include "files/base64_runs.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"
#include "pem/base64.h"

namespace popcert::files {
namespace {

/// The octets of every run, in hexadecimal digits of their size: what the tables below compare.
std::vector<Buffer> runs_of(std::string_view text) {
  std::vector<Buffer> out;
  std::size_t at = 0;
  while (const auto run = next_base64_run(as_bytes(text), at)) {
    const auto octets = decode_run(*run);
    out.push_back(octets ? to_buffer(octets->expose()) : Buffer());
    CHECK(run->end > run->start);
    CHECK(run->start >= at);
    at = run->end;
  }
  return out;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

std::string base64_of(Bytes octets, std::size_t columns = 0) { return pem::encode_base64(octets, columns); }

TEST_CASE("files::next_base64_run: values in texts", "[files]") {
  const auto der = test::fixture("keys/p256-pkcs8.der");
  const auto one = base64_of(der), lines = base64_of(der, 64);
  struct Case {
    std::string_view name;
    std::string text;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"alone", one},
      {"behind a colon", "key: " + one + "\n"},
      {"behind an equals sign", "KEY=" + one + "\nB=2\n"},
      {"quoted", "KEY=\"" + one + "\"; export KEY\n"},
      {"in a tag", "<Key>" + one + "</Key>"},
      {"in lines, in a tag, with XML's carriage returns", "<X>&#xD;\n" + replaced(lines, "\n", "&#13;\n") + "</X>"},
      {"in lines, in a tag", "<Key>\n" + lines + "</Key>"},
      {"behind a data: address", "data:application/octet-stream;base64," + one + ")"},
      {"in lines, then a name", "key: |\n  " + lines + "other: value\n"},
      {"in strings", "'" + one.substr(0, 60) + "' +\n    '" + one.substr(60) + "';\n"},
      {"between short words", "a b c\nword\n" + one + "\nword again\n"},
      {"no padding, as DER says how long it is", one.substr(0, one.find('=')) + "\n" + one.substr(0, 40) + "\n"},
  }));
  DYNAMIC_SECTION(c.name) {
    const auto runs = runs_of(c.text);
    REQUIRE_FALSE(runs.empty());
    CHECK(runs.front() == der);
  }
}

TEST_CASE("files::next_base64_run: one value after the other", "[files]") {
  const auto der = test::fixture("certs/ca-p256.der");
  const auto one = base64_of(der), lines = base64_of(der, 64);
  for (const auto& text : {one + "\n" + one, lines + lines, "- " + one + "\n- " + one, one + "," + one,
                           "[\"" + one + "\",\n\"" + one + "\"]"}) {
    CHECK(runs_of(text) == std::vector<Buffer>{der, der});
  }
}

TEST_CASE("files::next_base64_run: what is none", "[files]") {
  for (const auto* text :
       {"", "a", "The quick brown fox jumps over the lazy dog and over the dog again and again until",
        "-----------------------------------------------------------------", "a/b/c/d/e/f/g.h"}) {
    CAPTURE(text);
    for (const auto& octets : runs_of(text)) CHECK((octets.empty() || octets.size() < 100));
  }
  CHECK(runs_of(std::string(63, 'A')).empty());
  CHECK(runs_of(std::string(64, 'A')).size() == 1);
}

TEST_CASE("files::decode_run: what is cut is read as far as it goes", "[files]") {
  const auto text = base64_of(test::fixture("keys/rsa2048-pkcs8.pem"));
  for (std::size_t size = 100; size < 110; ++size) {
    const auto run = next_base64_run(as_bytes(text).first(size), 0);
    REQUIRE(run);
    CHECK(looks_meant(*run));
    CHECK(decode_run(*run));
  }
}

/// A row of short SEQUENCEs is gone through once: each octet is looked at a bounded number of times.
TEST_CASE("files::next_base64_run: four MiB of runs take no time", "[files]") {
  std::string text;
  while (text.size() < (4U << 20)) text += "MEwA" + std::string(100, 'A');
  std::size_t count = 0;
  std::size_t at = 0;
  while (const auto run = next_base64_run(as_bytes(text), at)) {
    at = run->end;
    ++count;
  }
  CHECK(count > 30'000);
}

}  // namespace
}  // namespace popcert::files
