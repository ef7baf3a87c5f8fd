#include "pem/encoding.h"

#include <catch_amalgamated.hpp>
#include <string>

#include "base/limits.h"
#include "core/crypto/hex.h"
#include "sentences/sentence.h"

namespace popcert::pem {
namespace {

using test::hex;

std::string decoded(Bytes file) {
  const auto text = decode_text(file);
  if (!text) return std::string(sentence_of(text.error().code).id);
  const auto octets = text->expose();
  return {octets.begin(), octets.end()};
}

/// iconv -t UTF-16LE, for ASCII.
Buffer wide(std::string_view text, bool big) {
  Buffer out;
  for (const char c : text) {
    const auto octet = static_cast<std::uint8_t>(c);
    append(out, big ? Buffer{0, octet} : Buffer{octet, 0});
  }
  return out;
}

TEST_CASE("pem::decode_text: byte order marks", "[text]") {
  CHECK(decoded(as_bytes("plain")) == "plain");
  CHECK(decoded(as_bytes("\xef\xbb\xbfplain")) == "plain");
  CHECK(decoded(hex("fffe4100e400ac203dd811dd")) == "A\xc3\xa4\xe2\x82\xac\xf0\x9f\x94\x91");  // printf 'Aä€🔑' | iconv
  CHECK(decoded(hex("feff004100e420acd83ddd11")) == "A\xc3\xa4\xe2\x82\xac\xf0\x9f\x94\x91");
  CHECK(decoded(as_bytes("in Latin-1: \xe4")) == "in Latin-1: \xe4");
}

TEST_CASE("pem::decode_text: UTF-16 without a mark", "[text]") {
  const std::string text = "-----BEGIN CERTIFICATE-----\r\n";
  CHECK(decoded(wide(text, false)) == text);
  CHECK(decoded(wide(text, true)) == text);
  CHECK(decoded(wide("abc", false)) != "abc");  // too little to tell
}

TEST_CASE("pem::decode_text: broken UTF-16", "[text]") {
  for (const auto* digits : {"fffe410042", "fffe3dd8", "fffe3dd84100", "fffe11dd4100", "feffdd11", "feffd83dd83d"}) {
    CAPTURE(digits);
    CHECK(decoded(hex(digits)) == "TEXT_MALFORMED");
  }
}

TEST_CASE("pem::decode_text: nothing inside", "[text]") {
  for (const auto* digits : {"", "20", "0d0a0d0a09", "efbbbf", "efbbbf0a", "fffe", "fffe20000a00", "feff"}) {
    CAPTURE(digits);
    CHECK(decoded(hex(digits)) == "INPUT_EMPTY");
  }
  CHECK(decoded(Buffer{0}) == std::string(1, '\0'));
}

TEST_CASE("pem::decode_text: the limit is for the file as it is", "[text]") {
  CHECK(decode_text(Buffer(kMaxInputOctets, 'a')));
  const auto over = decode_text(Buffer(kMaxInputOctets + 1, 'a'));
  REQUIRE_FALSE(over);
  CHECK(over.error().code == ErrorCode::kInputTooLarge);
  CHECK(over.error().value == 4);
}

TEST_CASE("pem::decode_text: UTF-16 cut inside a character is refused", "[text]") {
  const auto whole = hex("fffe4100e400ac203dd811dd42000d000a00");
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    CAPTURE(size);
    const auto text = decode_text(Bytes(whole).first(size));
    // One octet FF is a text of another encoding; 8 to 12 are the surrogate pair.
    CHECK(bool(text) == (size == 1 || (size % 2 == 0 && size > 2 && size != 10)));
  }
}

TEST_CASE("pem::is_text", "[text]") {
  CHECK(is_text(as_bytes("a\t\r\n\f\x1a\x7f\xe4")));
  CHECK(is_text({}));
  for (const auto* digits : {"00", "4100", "3003020105", "1f8b08", "07"}) {
    CAPTURE(digits);
    CHECK_FALSE(is_text(hex(digits)));
  }
}

}  // namespace
}  // namespace popcert::pem
