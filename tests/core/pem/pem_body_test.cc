#include "pem/pem_body.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"

namespace popcert::pem {
namespace {

std::span<std::uint8_t> octets_of(std::string& text) {
  return {reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
}

std::string between_strings(std::string text) {
  drop_between_strings(octets_of(text));
  return text;
}

std::string undecorated(std::string text, bool line_start = false) {
  remove_decoration(octets_of(text), line_start);
  return text;
}

// "foobar" and its beginnings are the vectors of RFC 4648 10.
TEST_CASE("pem::decode_body", "[text][rfc4648]") {
  const auto text = [](std::string_view body, std::string_view before = {}) {
    const auto out = decode_body(as_bytes(body), before);
    return out ? std::string(out->der.expose().begin(), out->der.expose().end()) : "!";
  };
  CHECK(text("\nZm9v\nYmFy\n") == "foobar");
  CHECK(text("\nZm9vYg==\n") == "foob");
  CHECK(text("\n> Zm9v\n> YmFy\n") == "foobar");
  CHECK(text("\n# Zm9v\n# YmFy\n# ", "# ") == "foobar");
  CHECK(text("`r`nZm9v`r`nYmFy`r`n") == "foobar");
  CHECK(text("\\nZm9v\\nYmFy\\n") == "foobar");
  CHECK(text("\n\xe2\x94\x82Zm9v\xc2\xa0\n\xe2\x94\x82YmFy\n") == "foobar");  // U+2502, U+00A0
  CHECK(text("<br>Zm9v<br>YmFy<br>") == "foobar");

  const auto error = [](std::string_view body) { return decode_body(as_bytes(body)).error(); };
  CHECK(error(" \n ").code == ErrorCode::kPemEmpty);
  CHECK(error("\nZm9v\nYm?y\n").code == ErrorCode::kBase64Malformed);
  CHECK(error("\nZm9v\nYm?y\n").offset == 8);
}

// The header is the one of RFC 1421 4.6.1.3's kind that OpenSSL writes.
TEST_CASE("pem::decode_body: the two fields of encryption, together or not at all", "[text][rfc1421]") {
  const auto found = decode_body(as_bytes("\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00FF\n\nZm9vYmFy\n"));
  REQUIRE(found);
  CHECK(found->proc_type == "4,ENCRYPTED");
  CHECK(found->dek_info == "AES-128-CBC,00FF");
  CHECK(equal(found->der.expose(), as_bytes("foobar")));
  for (const auto* body : {"\nDEK-Info: AES-128-CBC,00FF\n\nZm9v\n", "\nProc-Type: 4,ENCRYPTED\n\nZm9v\n",
                           "\nProc-Type: 4,MIC-ONLY\nDEK-Info: AES-128-CBC,00FF\n\nZm9v\n",
                           "\nDEK-Info: A,00\nDEK-Info: A,00\nProc-Type: 4,ENCRYPTED\n\nZm9v\n"}) {
    const auto refused = decode_body(as_bytes(body));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::kPemHeaderMalformed);
  }
}

TEST_CASE("pem::drop_between_strings: only where the body begins and ends in a string", "[text]") {
  CHECK(between_strings("\" + \n\"QUJD\" + vbCrLf & _\n\"") == "\"   \n\"QUJD\"             \n\"");
  for (const auto* other : {"\n\"QUJD\" + \"REVG\"\n", "\"QUJD", "\nQUJD\n"}) CHECK(between_strings(other) == other);
}

TEST_CASE("pem::remove_decoration: octet for octet, and marks of lines only where lines begin", "[text]") {
  CHECK(undecorated("\n> QUJD\n - REVG") == "\n  QUJD\n   REVG");
  CHECK(undecorated("> QUJD", true) == "  QUJD");
  CHECK(undecorated("> QUJD", false) == "> QUJD");
  CHECK(undecorated("QUJD>REVG") == "QUJD>REVG");
  CHECK(undecorated("\n-QUJD") == "\n-QUJD");  // a digit of base64url
  CHECK(undecorated("QUJD\\nREVG\\x") == "QUJD\n REVG\\x");
}

}  // namespace
}  // namespace popcert::pem
