#include "proof/file_name.h"

#include <catch_amalgamated.hpp>

namespace popcert::proof {
namespace {

TEST_CASE("proof::file_name: CA and the code's first characters, in what every file system takes", "[proof]") {
  struct Case {
    std::string_view ca, code, name;
  };
  const auto c = GENERATE(values<Case>({
      {"Contoso Root", "7D07A6A51F8AF146", "popcert-Contoso-Root-7D07A6A5"},
      {"a_b.c", "12345678", "popcert-a_b.c-12345678"},
      {"../../etc/passwd", "..", "popcert-..-..-etc-passwd"},
      {"C:\\x <y>|\"z\"*?", "a b", "popcert-C-x-y-z-a-b"},
      {"W\xc3\xa9rk 7", "\x01\x02", "popcert-W-rk-7"},  // a run of anything else is one hyphen
      {" -x- ", "-", "popcert-x"},
      {"dots...", "ab.", "popcert-dots-ab"},  // Windows drops a dot at the end
      {"", "", "popcert"},
      {"", "code", "popcert-code"},
      {"1234567890123456789012345678901234567890+41", "", "popcert-1234567890123456789012345678901234567890"},
      {"123456789012345678901234567890123456789 x", "", "popcert-123456789012345678901234567890123456789"},
  }));
  CHECK(file_name(c.ca, c.code) == c.name);
}

}  // namespace
}  // namespace popcert::proof
