#include "keys/pem_legacy.h"

#include <catch_amalgamated.hpp>

#include "core/keys/fixture_index.h"
#include "core/keys/key_files.h"
#include "files/found_key.h"

namespace popcert::keys {
namespace {

/// The value of a header line of a PEM file.
std::string header(const std::string& text, const std::string& name) {
  const auto at = text.find(name + ": ");
  REQUIRE(at != text.npos);
  const auto start = at + name.size() + 2;
  return text.substr(start, text.find('\n', start) - start);
}

/// The octets of the block with headers: the base64 behind the blank line.
struct File {
  std::string proc_type, dek_info;
  Buffer body;
};

File read(const std::string& path) {
  const Buffer octets = test::fixture(path);
  const std::string text(octets.begin(), octets.end());
  File file{header(text, "Proc-Type"), header(text, "DEK-Info"), {}};
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  unsigned bits = 0, held = 0;
  for (auto at = text.find("\n\n") + 2; text[at] != '-' && text[at] != '='; ++at) {
    const auto value = kDigits.find(text[at]);
    if (value == kDigits.npos) continue;
    bits = bits << 6 | static_cast<unsigned>(value);
    held += 6;
    if (held >= 8) file.body.push_back(static_cast<std::uint8_t>(bits >> (held -= 8)));
  }
  return file;
}

std::string opened(const File& file, std::optional<std::string_view> password) {
  const auto der = decrypt_legacy_pem(file.proc_type, file.dek_info, file.body,
                                      password ? std::optional(as_bytes(*password)) : std::nullopt);
  if (!der) return test::error_of(der);
  const auto key = files::decode_private_key(der->expose());
  return key ? test::to_hex(x509::encode_public_key_info(crypto::public_key_of(key->key))) : test::error_of(key);
}

TEST_CASE("keys::decrypt_legacy_pem: what OpenSSL wrote", "[keys][pem]") {
  const auto entries = test::fixture_index("encrypted/old-", ".pem");
  CHECK(entries.size() >= 8);
  for (const auto& entry : entries) {
    CAPTURE(entry.file);
    const File file = read(entry.file);
    CHECK(opened(file, entry.password) == test::public_half_of_fixture(entry.keys.at(0)));
    CHECK(opened(file, std::nullopt) == "KEY_ENCRYPTED");
  }
}

// One wrong password in 256 leaves padding that fits; none of a thousand may pass for right.
TEST_CASE("keys::decrypt_legacy_pem: wrong passwords", "[keys][pem]") {
  const File file = read("encrypted/old-p256-aes256.pem");
  for (int i = 0; i < 1000; ++i) CHECK(opened(file, "wrong " + std::to_string(i)) == "PASSWORD_WRONG");
  CHECK(opened(file, "") == "PASSWORD_WRONG");
}

TEST_CASE("keys::decrypt_legacy_pem: headers", "[keys][pem]") {
  const File sound = read("encrypted/old-p256-aes128.pem");
  const std::string iv = sound.dek_info.substr(sound.dek_info.find(',') + 1);
  std::string lower = iv;
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  const std::string right = test::public_half_of_fixture("p256"), malformed = "PEM_HEADER_MALFORMED";
  struct Case {
    std::string proc_type, dek_info, result;
  };
  const Case cases[] = {
      {"4,ENCRYPTED", "AES-128-CBC," + iv, right},
      {"4, ENCRYPTED", " aes-128-cbc , " + lower + " ", right},
      {"4,MIC-ONLY", "AES-128-CBC," + iv, malformed},
      {"5,ENCRYPTED", "AES-128-CBC," + iv, malformed},
      {"ENCRYPTED", "AES-128-CBC," + iv, malformed},
      {"", "AES-128-CBC," + iv, malformed},
      {"4,ENCRYPTED", "", malformed},
      {"4,ENCRYPTED", "," + iv, malformed},
      {"4,ENCRYPTED", "AES-128-CBC", malformed},
      {"4,ENCRYPTED", "AES-128-CBC,", malformed},
      {"4,ENCRYPTED", "AES-128-CBC," + iv.substr(2), malformed},
      {"4,ENCRYPTED", "AES-128-CBC," + iv.substr(1), malformed},
      {"4,ENCRYPTED", "AES-128-CBC," + iv + "00", malformed},
      {"4,ENCRYPTED", "AES-128-CBC,x" + iv.substr(1), malformed},
      {"4,ENCRYPTED", "DES-EDE3-CBC," + iv, malformed},
      {"4,ENCRYPTED", "CAMELLIA-256-CBC," + iv, "CIPHER_UNSUPPORTED CAMELLIA-256-CBC"},
      {"4,ENCRYPTED", "BF-CBC," + iv.substr(16), "CIPHER_UNSUPPORTED BF-CBC"},
      {"4,ENCRYPTED", "ROT13," + iv, "CIPHER_UNSUPPORTED an unknown cipher"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.proc_type, c.dek_info);
    CHECK(opened({c.proc_type, c.dek_info, sound.body}, "correct horse") == c.result);
  }
}

TEST_CASE("keys::decrypt_legacy_pem: bodies", "[keys][pem]") {
  const File sound = read("encrypted/old-p256-aes128.pem");
  for (std::size_t size = 0; size < sound.body.size(); ++size) {
    CAPTURE(size);
    const File cut{sound.proc_type, sound.dek_info,
                   Buffer(sound.body.begin(), sound.body.begin() + static_cast<int>(size))};
    const bool whole_blocks = size > 0 && size % 16 == 0;
    CHECK(opened(cut, "correct horse") == (whole_blocks ? "PASSWORD_WRONG" : "ENCRYPTED_CONTENT_MALFORMED"));
  }
}

}  // namespace
}  // namespace popcert::keys
