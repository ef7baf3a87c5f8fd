#include "files/dump.h"

#include <catch_amalgamated.hpp>

#include "base/hex.h"
#include "core/fixture.h"

namespace popcert::files {
namespace {

/// Lines of a dump: address, octets, and what a tool prints beside them.
std::string dump(const Buffer& der, std::string_view after_address, bool ascii, int base, std::size_t columns) {
  std::string out;
  for (std::size_t i = 0; i < der.size(); i += columns) {
    char address[24];
    std::snprintf(address, sizeof address, base == 16 ? "%08zx" : base == 10 ? "%07zu" : "%07zo", i);
    out.append(address).append(after_address);
    for (std::size_t k = i; k < std::min(der.size(), i + columns); ++k) out.append(" ").append(hex(Bytes(&der[k], 1)));
    if (ascii) out.append("   cafe ..0.......");
    out += '\n';
  }
  return out;
}

TEST_CASE("files::next_dump", "[files]") {
  const auto der = test::fixture("keys/p256-pkcs8.der");
  for (const auto& text : {dump(der, ":", false, 16, 16), dump(der, "", true, 16, 16), dump(der, " -", true, 16, 16),
                           dump(der, "", false, 8, 16), dump(der, "", false, 10, 16), dump(der, "", false, 16, 8),
                           "$ xxd key.der\n" + dump(der, ":", true, 16, 32) + "$\n"}) {
    CAPTURE(text);
    const auto run = next_dump(as_bytes(text), 0);
    REQUIRE(run);
    // What stands beside the last line may look like octets.
    REQUIRE(run->octets.size() >= der.size());
    CHECK(equal(run->octets.expose().first(der.size()), der));
  }
}

/// What a tool writes of a file's octets, by its own arithmetic: each as `print` gives it, so many in a line.
template <typename Print>
std::string columns(const Buffer& der, std::size_t count, const char* address, Print print) {
  std::string out;
  for (std::size_t i = 0; i < der.size(); i += count) {
    char text[40];
    if (address != nullptr) std::snprintf(text, sizeof text, address, i), out += text;
    out += print(Bytes(der).subspan(i, std::min(count, der.size() - i)));
    out += '\n';
  }
  return out;
}

std::string printed(const char* format, unsigned number) {
  char text[40];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

TEST_CASE("files::next_dump: other bases, and words with the least octet first", "[files]") {
  const auto der = test::fixture("keys/p256-pkcs8.der");
  REQUIRE(der.size() % 2 == 0);
  const auto each = [](const char* format) {
    return [=](Bytes octets) {
      std::string out;
      for (const auto c : octets) out += printed(format, c);
      return out;
    };
  };
  const auto words = [](const char* format) {
    return [=](Bytes octets) {
      std::string out;
      for (std::size_t i = 0; i + 1 < octets.size(); i += 2) out += printed(format, octets[i] + 256U * octets[i + 1]);
      return out;
    };
  };
  const auto bits = [](Bytes octets) {
    std::string out;
    for (const auto c : octets) {
      out += ' ';
      for (int bit = 7; bit >= 0; --bit) out += c >> bit & 1 ? '1' : '0';
    }
    return out + "  0.....";
  };
  const auto signed_octets = [](Bytes octets) {
    std::string out;
    for (const auto c : octets) out += " " + std::to_string(static_cast<std::int8_t>(c));
    return out;
  };
  const auto xxd_e = [](Bytes octets) {
    std::string out;
    for (std::size_t i = 0; i < octets.size(); i += 4) {
      out += ' ';
      const auto word = octets.subspan(i, std::min<std::size_t>(4, octets.size() - i));
      for (auto c = word.rbegin(); c != word.rend(); ++c) out += printed("%02x", *c);
    }
    return out + "  0.....";
  };
  struct Case {
    std::string_view name;
    std::string text;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"od -b", columns(der, 16, "%07zo", each(" %03o"))},
      {"od -t u1", columns(der, 16, "%07zo", each(" %3u"))},
      {"od -t d1", columns(der, 16, "%07zo", signed_octets)},
      {"od", columns(der, 16, "%07zo", words(" %06o"))},
      {"od -x", columns(der, 16, "%07zo", words(" %04x"))},
      {"hexdump -b", columns(der, 16, "%07zx", each(" %03o"))},
      {"hexdump -d", columns(der, 16, "%07zx", words("   %05u"))},
      {"xxd -b", columns(der, 6, "%08zx:", bits)},
      {"xxd -e", columns(der, 16, "%08zx:", xxd_e)},
      {"certutil -encodehex with characters",
       columns(der, 16, nullptr, [&](Bytes octets) { return each("%02x ")(octets) + "  0.......face..."; })},
  }));
  DYNAMIC_SECTION(c.name) {
    const auto run = next_dump(as_bytes(c.text), 0);
    REQUIRE(run);
    REQUIRE(run->octets.size() >= der.size());
    CHECK(equal(run->octets.expose().first(der.size()), der));
  }
}

TEST_CASE("files::next_dump: one after the other", "[files]") {
  const auto der = test::fixture("keys/p256-pkcs8.der"), other = test::fixture("certs/ca-p256.der");
  for (const auto* between : {"", "$ xxd other.der\n"}) {
    const auto text = dump(der, ":", true, 16, 16) + between + dump(other, ":", true, 16, 16);
    const auto first = next_dump(as_bytes(text), 0);
    REQUIRE(first);
    CHECK(equal(first->octets.expose().first(der.size()), der));
    const auto second = next_dump(as_bytes(text), first->end);
    REQUIRE(second);
    CHECK(equal(second->octets.expose().first(other.size()), other));
    CHECK_FALSE(next_dump(as_bytes(text), second->end));
  }
}

TEST_CASE("files::next_dump: other lines are none", "[files]") {
  const auto der = test::fixture("keys/p256-pkcs8.der");
  const auto text = dump(der, ":", false, 16, 16);
  CHECK_FALSE(next_dump(as_bytes(text.substr(0, text.find('\n', text.find('\n') + 1))), 0));
  CHECK_FALSE(next_dump(as_bytes("00000000: 30\n00000010: 30\n00000030: 30\n00000040: 30\n"), 0));
  CHECK_FALSE(next_dump(as_bytes("00000000: 30\n00000000: 30\n00000000: 30\n"), 0));
  CHECK_FALSE(next_dump(as_bytes("a\nb\nc\n"), 0));
  CHECK_FALSE(next_dump({}, 0));
}

}  // namespace
}  // namespace popcert::files
