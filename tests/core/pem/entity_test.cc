#include "pem/entity.h"

#include <catch_amalgamated.hpp>

namespace popcert::pem {
namespace {

std::pair<char, std::size_t> escape(std::string_view text) {
  const auto found = escape_at(as_bytes(text));
  return {static_cast<char>(found.octet), found.octets};
}
constexpr std::pair<char, std::size_t> kNone{0, 0};

TEST_CASE("pem::escape_at", "[text]") {
  CHECK(escape("&#43;A") == std::pair<char, std::size_t>{'+', 5});
  CHECK(escape("&#x2B;") == std::pair<char, std::size_t>{'+', 6});
  CHECK(escape("&#X2f;") == std::pair<char, std::size_t>{'/', 6});
  CHECK(escape("&quot;") == std::pair<char, std::size_t>{'"', 6});
  CHECK(escape("&nbsp;x") == std::pair<char, std::size_t>{' ', 6});
  CHECK(escape("&#160;") == std::pair<char, std::size_t>{' ', 6});
  CHECK(escape("\\u002B") == std::pair<char, std::size_t>{'+', 6});
  for (const auto* text :
       {"", "&", "&#;", "&#x;", "&#43", "&#43,", "&unknown;", "\\u002", "\\n002B", "A&#43;", "&#1234567;"}) {
    CAPTURE(text);
    CHECK(escape(text) == kNone);
  }
}

}  // namespace
}  // namespace popcert::pem
