#include "files/found_key.h"

#include "core/keys/key_files.h"
#include "files/kind.h"
#include "pem/encoding.h"
#include "pem/pem.h"
#include "sentences/sentence.h"

namespace popcert::files {
namespace {

using test::error_of;
using test::fixture;
using test::pem_fixture;

std::string public_half(const Result<FoundKey>& key) {
  return key ? test::to_hex(x509::encode_public_key_info(crypto::public_key_of(key->key))) : error_of(key);
}

TEST_CASE("files::decode_private_key: the octets decide what it is", "[files]") {
  struct Case {
    std::string file, key;
    std::string_view format;
  };
  const auto c = GENERATE(values<Case>({
      {"keys/rsa2048-pkcs8.der", "rsa2048", "PKCS#8"},
      {"keys/rsa2048-pkcs1.der", "rsa2048", "PKCS#1"},
      {"keys/p256-pkcs8.der", "p256", "PKCS#8"},
      {"keys/p256-sec1.der", "p256", "SEC 1"},
  }));
  DYNAMIC_SECTION(c.file) {
    const auto key = decode_private_key(fixture(c.file));
    REQUIRE(key);
    CHECK(public_half(key) == test::public_half_of_fixture(c.key));
    CHECK(key->format == c.format);
  }
}

TEST_CASE("files::decode_private_key: other objects are named", "[files]") {
  struct Case {
    std::string file, error;
  };
  const auto c = GENERATE(values<Case>({
      {"encrypted/pbes2-aes-256-cbc.pem", "KEY_ENCRYPTED"},
      {"certs/ca-p256.pem", "OBJECT_IS_CERTIFICATE"},
      {"wrong/public-rsa2048.pem", "OBJECT_IS_PUBLIC_KEY"},
      {"wrong/public-pkcs1.pem", "OBJECT_IS_PUBLIC_KEY"},
      {"wrong/request-p256.pem", "OBJECT_IS_CERTIFICATE_REQUEST"},
      {"wrong/crl.pem", "OBJECT_IS_CRL"},
      {"wrong/ec-parameters.pem", "OBJECT_IS_PARAMETERS"},
      {"wrong/dh-parameters.pem", "OBJECT_IS_PARAMETERS"},
      {"wrong/certificates.p7b", "OBJECT_IS_PKCS7"},
      {"wrong/dsa.pem", "KEY_TYPE_UNSUPPORTED DSA"},
      {"wrong/ed25519.pem", "KEY_TYPE_UNSUPPORTED Ed25519"},
  }));
  DYNAMIC_SECTION(c.file) { CHECK(error_of(decode_private_key(pem_fixture(c.file))) == c.error); }
}

TEST_CASE("files::decode_private_key: what is no object at all", "[files]") {
  CHECK(error_of(decode_private_key({})) == "KEY_MALFORMED");
  CHECK(error_of(decode_private_key(test::hex("30"))) == "DER_TRUNCATED");
  CHECK(error_of(decode_private_key(test::hex("3000"))) == "KEY_MALFORMED");
  CHECK(error_of(decode_private_key(fixture("bad/noise"))) == "KEY_MALFORMED");
  CHECK(error_of(decode_private_key(fixture("pfx/modern-p256.p12"))) == "KEY_MALFORMED");
}

/// The first private key of a text without a password, as a reader of key files goes about it.
std::string key_in_text(Bytes file) {
  const auto text = pem::decode_text(file);
  if (!text) return error_of(text);
  const auto blocks = pem::blocks(text->expose());
  if (!blocks) return error_of(blocks);
  for (const auto& block : *blocks) {
    if (block.error) return std::string(sentence_of(block.error->code).id);
    const auto kind = recognise(block.der.expose());
    if (kind != Kind::kEcParameters && kind != Kind::kCertificate)
      return public_half(decode_private_key(block.der.expose()));
  }
  const auto bare = pem::bare_base64(text->expose());
  return bare ? public_half(decode_private_key(bare->expose())) : error_of(bare);
}

TEST_CASE("text and keys: every text with a key that must open", "[files][text]") {
  const auto index = fixture("index.tsv");
  const std::string lines(index.begin(), index.end());
  std::size_t count = 0;
  for (std::size_t at = 0, end; at < lines.size(); at = end + 1) {
    end = lines.find('\n', at);
    const auto line = lines.substr(at, end - at);
    const auto tab1 = line.find('\t'), tab2 = line.find('\t', tab1 + 1), tab3 = line.find('\t', tab2 + 1);
    const auto file = line.substr(0, tab1), key = line.substr(tab2 + 1, tab3 - tab2 - 1);
    const bool plain = line.substr(tab1 + 1, tab2 - tab1 - 1) == "-";
    if (!plain || !file.ends_with(".pem") || key == "-" || key.find(',') != key.npos) continue;
    CAPTURE(file);
    CHECK(key_in_text(fixture(file)) == test::public_half_of_fixture(key));
    ++count;
  }
  CHECK(count > 50);
}

TEST_CASE("text and keys: broken texts", "[files][text]") {
  struct Case {
    std::string file, error;
  };
  const auto c = GENERATE(values<Case>({
      {"bad/no-end-line.pem", "PEM_END_MISSING"},
      {"bad/no-begin-line.pem", "PEM_BEGIN_MISSING"},
      {"bad/end-of-another.pem", "PEM_END_MISMATCH"},
      {"bad/not-base64.pem", "BASE64_MALFORMED"},
      {"bad/nothing-between.pem", "PEM_EMPTY"},
      {"bad/line-missing.pem", "DER_TRUNCATED"},
      {"bad/empty", "INPUT_EMPTY"},
      {"bad/white-space", "INPUT_EMPTY"},
      {"wrong/letter.txt", "INPUT_NOT_RECOGNIZED"},
      {"wrong/page.html", "INPUT_NOT_RECOGNIZED"},
  }));
  DYNAMIC_SECTION(c.file) { CHECK(key_in_text(fixture(c.file)) == c.error); }
}

}  // namespace
}  // namespace popcert::files
