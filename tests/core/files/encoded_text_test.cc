#include "files/encoded_text.h"

#include <catch_amalgamated.hpp>

namespace popcert::files {
namespace {

std::string text_of(const std::optional<Secret>& secret) {
  return secret ? std::string(reinterpret_cast<const char*>(secret->expose().data()), secret->size()) : "none";
}
std::string percent(std::string_view text) { return text_of(undo_percent_encoding(as_bytes(text))); }
std::string quoted(std::string_view text) { return text_of(undo_quoted_printable(as_bytes(text))); }

TEST_CASE("files::undo_percent_encoding: only where a BEGIN line shows it", "[files][rfc3986]") {
  CHECK(percent("-----BEGIN%20X-----%0AAA%2b%2F%3D%0a-----END%20X-----") ==
        "-----BEGIN X-----\nAA+/=\n-----END X-----");
  CHECK(percent("c=-----BEGIN+X-----%0AAA%2B") == "c=-----BEGIN X-----\nAA+");
  CHECK(percent("-----BEGIN%20X-----A+B") == "-----BEGIN X-----A+B");
  CHECK(percent("BEGIN%20 100% %zz %") == "BEGIN  100% %zz %");
  CHECK(percent("100%20") == "none");
  CHECK(percent("") == "none");
}

TEST_CASE("files::undo_quoted_printable", "[files][rfc2045]") {
  CHECK(quoted("A=3D\n") == "A=\n");
  CHECK(quoted("A=\nB=\r\nC= \t\nD") == "ABCD");
  CHECK(quoted("=2D----BEGIN") == "-----BEGIN");
  CHECK(quoted("A==") == "none");
  CHECK(quoted("A=zz") == "none");
  CHECK(quoted("") == "none");
}

}  // namespace
}  // namespace popcert::files
