#include "keys/password.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"

namespace popcert::keys {
namespace {

std::vector<std::string> forms(std::string_view utf8_hex) {
  std::vector<std::string> out;
  for (const Secret& form : bmp_passwords(test::hex(utf8_hex))) out.push_back(test::to_hex(form.expose()));
  return out;
}

// Expected: printf TEXT | iconv -f UTF-8 -t UTF-16BE | xxd -p, and 0000 (RFC 7292 B.1).
TEST_CASE("keys::bmp_passwords", "[keys][pkcs12]") {
  struct Case {
    std::string_view what, utf8;
    std::vector<std::string> forms;
  };
  const Case cases[] = {
      {"smeg", "736d6567", {"0073006d006500670000"}},
      {"empty: two forms", "", {"0000", ""}},
      {"a NUL inside", "610062", {"0061000000620000"}},
      {"e acute, also widened", "c3a9", {"00e90000", "00c300a90000"}},
      {"U+07FF and U+0800", "dfbfe0a080", {"07ff08000000", "00df00bf00e000a000800000"}},
      {"U+FFFF", "efbfbf", {"ffff0000", "00ef00bf00bf0000"}},
      {"U+1F511, as surrogates", "f09f9491", {"d83ddd110000", "00f0009f009400910000"}},
      {"U+10FFFF", "f48fbfbf", {"dbffdfff0000", "00f4008f00bf00bf0000"}},
      {"beyond U+10FFFF", "f4908080", {"00f40090008000800000"}},
      {"not UTF-8: ISO 8859-1", "4772fcdf65", {"0047007200fc00df00650000"}},
      {"a lone continuation", "80", {"00800000"}},
      {"cut short", "e4b8", {"00e400b80000"}},
      {"overlong", "c0af", {"00c000af0000"}},
      {"a surrogate in UTF-8", "eda080", {"00ed00a000800000"}},
      {"ff", "ff", {"00ff0000"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    CHECK(forms(c.utf8) == c.forms);
  }
}

std::string names_of(const Password& password) {
  std::string out;
  for (const auto& form : other_forms(password))
    out.append(form.name).append("=").append(test::to_hex(form.octets.expose())).append(";");
  return out;
}

TEST_CASE("keys::other_forms: what scripts, files and keyboards make of a password, none twice", "[keys]") {
  CHECK(names_of(as_bytes("ab")) ==
        "a line break at its end=61620a;none at all=;a line break of Windows at its end=61620d0a;UTF-16=61006200;"
        "UTF-16, greatest octet first=00610062;a carriage return at its end=61620d;");
  CHECK(names_of(as_bytes("a \n")).starts_with("no line break at its end=6120;a line break at its end=61200a0a;"));
  CHECK(names_of(as_bytes(" a ")).find("no blanks at its ends=61;") != std::string::npos);
  // U+00E4, by itself and as a letter and a mark.
  Password password(as_bytes("\xc3\xa4"));
  password.decomposed = as_bytes("a\xcc\x88");
  CHECK(names_of(password).find("letters and marks apart=61cc88;Latin-1=e4;") != std::string::npos);
  CHECK(names_of(as_bytes("")).find("none at all") == std::string::npos);
}

TEST_CASE("keys::other_forms: a line break that was given counts, unless a MAC proves the rest", "[keys]") {
  for (const auto& form : other_forms(as_bytes("a\n"))) {
    CHECK(form.where_proven == (form.name == "no line break at its end"));
  }
}

}  // namespace
}  // namespace popcert::keys
