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

}  // namespace
}  // namespace popcert::keys
