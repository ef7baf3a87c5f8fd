#include "files/foreign.h"

#include "core/crypto/hex.h"
#include "core/fixture.h"
#include "pem/encoding.h"

namespace popcert::files {
namespace {

using test::fixture;
using test::hex;

TEST_CASE("files::recognise_foreign: files of other programs", "[files]") {
  struct Case {
    std::string file;
    ErrorCode code;
  };
  const auto c = GENERATE(values<Case>({
      {"wrong/putty.ppk", ErrorCode::kFormatPutty},
      {"wrong/archive.zip", ErrorCode::kFormatArchive},
      {"wrong/pkcs11-uri.txt", ErrorCode::kObjectIsKeyReference},
  }));
  DYNAMIC_SECTION(c.file) { CHECK(recognise_foreign(fixture(c.file)) == c.code); }
}

TEST_CASE("files::recognise_foreign: first octets", "[files]") {
  struct Case {
    std::string_view name, octets;
    std::optional<ErrorCode> code;
  };
  const auto c = GENERATE(values<Case>({
      {"JKS", "feedfeed00000002", ErrorCode::kFormatJavaKeystore},
      {"JCEKS", "cececece00000002", ErrorCode::kFormatJavaKeystore},
      {"gzip", "1f8b0800", ErrorCode::kFormatArchive},
      {"xz", "fd377a585a00", ErrorCode::kFormatArchive},
      {"OpenPGP secret key, old format", "9501a404", ErrorCode::kFormatPgp},
      {"OpenPGP public key, new format", "c6c08d04", ErrorCode::kFormatPgp},
      {"Zstandard", "28b52ffd04", ErrorCode::kFormatArchive},
      {"openssl enc", "53616c7465645f5f0102", ErrorCode::kFormatEncrypted},
      {"PNG", "89504e470d0a1a0a", std::nullopt},
      {"PDF", "255044462d312e37", ErrorCode::kFormatDocument},
      {"UTF-16", "fffe2d002d00", std::nullopt},
      {"zeros", "0000000000000000", std::nullopt},
      {"nothing", "", std::nullopt},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(recognise_foreign(hex(c.octets)) == c.code); }
}

TEST_CASE("files::recognise_foreign: texts", "[files]") {
  struct Case {
    std::string_view text;
    std::optional<ErrorCode> code;
  };
  const auto c = GENERATE(values<Case>({
      {"ssh-rsa AAAAB3NzaC1yc2E= me@here\n", ErrorCode::kObjectIsPublicKey},
      {"\n  ecdsa-sha2-nistp256 AAAA", ErrorCode::kObjectIsPublicKey},
      {"---- BEGIN SSH2 PUBLIC KEY ----\n", ErrorCode::kObjectIsPublicKey},
      {"SSH PRIVATE KEY FILE FORMAT 1.1\n", ErrorCode::kFormatOpenSsh},
      {"PuTTY-User-Key-File-2: ssh-rsa\r\n", ErrorCode::kFormatPutty},
      {"pkcs11:token=CA;object=key", ErrorCode::kObjectIsKeyReference},
      {"$ANSIBLE_VAULT;1.1;AES256\n6233", ErrorCode::kFormatEncrypted},
      {"age-encryption.org/v1\n-> X25519 ", ErrorCode::kFormatEncrypted},
      {"U2FsdGVkX1/9a2Zb\n", ErrorCode::kFormatEncrypted},
      {"awskms:key-id=ab;region=cn", ErrorCode::kObjectIsKeyReference},
      {"arn:aws-cn:kms:cn-north-1:1:key/ab", ErrorCode::kObjectIsKeyReference},
      {"https://name.vault.azure.net/keys/ca/0123", ErrorCode::kObjectIsKeyReference},
      {"https://example.com/", std::nullopt},
      {"the pkcs11: scheme is RFC 7512", std::nullopt},
      {"AGE-SECRET-KEY-1QQQQ", std::nullopt},
      {"-----BEGIN PRIVATE KEY-----\n", std::nullopt},
      {"{\"kty\":\"EC\"}", std::nullopt},
  }));
  CAPTURE(c.text);
  CHECK(recognise_foreign(as_bytes(c.text)) == c.code);
}

TEST_CASE("files::recognise_foreign: nothing that popcert reads is foreign", "[files]") {
  const auto index = fixture("index.tsv");
  const std::string lines(index.begin(), index.end());
  std::size_t count = 0;
  for (std::size_t at = 0; at < lines.size(); at = lines.find('\n', at) + 1, ++count) {
    const auto path = lines.substr(at, lines.find('\t', at) - at);
    CAPTURE(path);
    const auto file = fixture(path);
    CHECK_FALSE(recognise_foreign(file));
    const auto text = pem::decode_text(file);
    if (text) CHECK_FALSE(recognise_foreign(text->expose()));
  }
  CHECK(count > 100);
}

}  // namespace
}  // namespace popcert::files
