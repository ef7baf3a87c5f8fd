#include "pem/line_dress.h"

#include <catch_amalgamated.hpp>

namespace popcert::pem {
namespace {

std::string undressed(std::string body, std::string_view before) {
  undress_lines({reinterpret_cast<std::uint8_t*>(body.data()), body.size()}, before);
  return body;
}

TEST_CASE("pem::undress_lines: what each line has as the BEGIN line has it", "[text]") {
  CHECK(undressed("\n// QUJD\n// REVG\n// ", "// ") == "\n   QUJD\n   REVG\n   ");
  CHECK(undressed("\r\n+QUJD\r\n+REVG\r\n+", "+") == "\r\n QUJD\r\n REVG\r\n ");
  // The numbers of `cat -n` and of `grep -n`, the latter with ":" where it matched and "-" where it did not.
  CHECK(undressed("\n 10\tQUJD\n 11\tREVG\n 12\t", "  9\t") == "\n    QUJD\n    REVG\n    ");
  CHECK(undressed("\n9-QUJD\n10-REVG\n11:", "8:") == "\n  QUJD\n   REVG\n   ");
  // What they end with.
  CHECK(undressed(" >> k.pem\necho QUJD >> k.pem\necho ", "echo ") == "         \n     QUJD         \n     ");
}

TEST_CASE("pem::undress_lines: one line without it, and nothing is touched", "[text]") {
  for (const auto* body : {"\n// QUJD\nREVG\n// ", "\n// QUJD\n-- REVG\n// ", "\n// QUJD\n// REVG\n", "// QUJD// "}) {
    CHECK(undressed(body, "// ") == body);
  }
  CHECK(undressed("\n1QUJD\n1REVG\n1", "1") == "\n1QUJD\n1REVG\n1");  // a digit of the body
  CHECK(undressed("\nQUJD\nREVG\n", "") == "\nQUJD\nREVG\n");
}

TEST_CASE("pem::start_of_line", "[text]") {
  CHECK(start_of_line("one\ntwo\r\n// ") == "// ");
  CHECK(start_of_line("// ") == "// ");
  CHECK(start_of_line("one\n").empty());
  CHECK(start_of_line(std::string(128, '#')).size() == 128);
  CHECK(start_of_line(std::string(129, '#')).empty());
}

}  // namespace
}  // namespace popcert::pem
