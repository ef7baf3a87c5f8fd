#include "keys/pbes.h"

#include <catch_amalgamated.hpp>

#include "core/der/build.h"
#include "core/keys/fixture_index.h"
#include "core/keys/key_files.h"
#include "keys/pkcs8.h"

namespace popcert::keys {
namespace {

using test::hex;
using test::integer;
using test::octet_string;
using test::oid;
using test::sequence;

std::string opened(Bytes der, std::optional<Bytes> password) {
  KdfBudget budget;
  const auto info = decrypt_encrypted_private_key_info(der, password, budget);
  return info ? test::public_half(decode_private_key_info(info->expose())) : test::error_of(info);
}

std::string opened(const Buffer& der, std::string_view password) { return opened(der, as_bytes(password)); }

TEST_CASE("keys::decrypt_encrypted_private_key_info: what OpenSSL and certtool wrote", "[keys][pbes]") {
  const auto entries = test::fixture_index("encrypted/", ".der");
  CHECK(entries.size() >= 20);
  for (const auto& entry : entries) {
    CAPTURE(entry.file);
    const Buffer der = test::fixture(entry.file);
    CHECK(opened(der, entry.password) == test::public_half_of_fixture(entry.keys.at(0)));
    CHECK(opened(der, entry.password + "x") == "PASSWORD_WRONG");
    CHECK(opened(der, "") == "PASSWORD_WRONG");
    CHECK(opened(der, std::nullopt) == "KEY_ENCRYPTED");
  }
}

TEST_CASE("keys::decrypt_encrypted_private_key_info: every length, every octet changed", "[keys][pbes]") {
  const Buffer der = test::fixture("encrypted/pbes2-1-round.der");
  for (std::size_t size = 0; size < der.size(); ++size) {
    CAPTURE(size);
    CHECK(opened(Bytes(der).first(size), as_bytes("correct horse")) == "DER_TRUNCATED");
  }
  Buffer longer = der;
  longer.push_back(0);
  CHECK(opened(longer, "correct horse") == "DER_TRAILING");
  const std::string right = opened(der, "correct horse");
  int unchanged = 0;
  for (std::size_t at = 0; at < der.size(); ++at) {
    for (const std::uint8_t mask : {0x01, 0x80, 0xff}) {
      Buffer changed = der;
      changed[at] ^= mask;
      // The version of the key may change and is as good; its numbers may not. The public half begins with 30 hex.
      CAPTURE(at, int{mask});
      const std::string result = opened(changed, "correct horse");
      CHECK((result == right || result.compare(0, 2, "30") != 0));
      unchanged += result == right;
    }
  }
  CHECK(unchanged <= 3);
}

// What stands in an AlgorithmIdentifier, as hexadecimal object identifiers.
constexpr std::string_view kPbes2 = "2a864886f70d01050d", kPbkdf2 = "2a864886f70d01050c",
                           kScrypt = "2b06010401da47040b";
constexpr std::string_view kAes256Gcm = "60864801650304012e", kDesEde3 = "2a864886f70d0307";
constexpr std::string_view kHmacSha256 = "2a864886f70d0209", kPkcs12Des = "2a864886f70d010c0103";

Buffer pbkdf2(std::initializer_list<Buffer> parameters) { return sequence({oid(kPbkdf2), sequence(parameters)}); }
Buffer scrypt(std::initializer_list<Buffer> parameters) { return sequence({oid(kScrypt), sequence(parameters)}); }
Buffer aes128(std::size_t iv = 16) { return sequence({oid("608648016503040102"), octet_string(Buffer(iv))}); }
Buffer pbes2(const Buffer& kdf, const Buffer& cipher) { return sequence({oid(kPbes2), sequence({kdf, cipher})}); }

TEST_CASE("keys::decrypt_encrypted_private_key_info: schemes that are damaged, unknown or too costly", "[keys][pbes]") {
  const Buffer salt = octet_string(Buffer(8));
  const Buffer sha256 = sequence({oid(kHmacSha256), hex("0500")});
  struct Case {
    std::string_view what;
    Buffer algorithm;
    std::string_view error;
  };
  const std::string_view malformed = "ENCRYPTED_CONTENT_MALFORMED", costly = "KDF_TOO_COSTLY";
  const Case cases[] = {
      {"sound, wrong password", pbes2(pbkdf2({salt, integer("01"), sha256}), aes128()), "PASSWORD_WRONG"},
      {"PRF left out", pbes2(pbkdf2({salt, integer("01")}), aes128()), "PASSWORD_WRONG"},
      {"key length of the cipher", pbes2(pbkdf2({salt, integer("01"), integer("10"), sha256}), aes128()),
       "PASSWORD_WRONG"},
      {"another key length", pbes2(pbkdf2({salt, integer("01"), integer("20"), sha256}), aes128()), malformed},
      {"key length 2^64", pbes2(pbkdf2({salt, integer("01"), integer("010000000000000000")}), aes128()), malformed},
      {"no salt", pbes2(pbkdf2({integer("01")}), aes128()), malformed},
      {"salt from elsewhere", pbes2(pbkdf2({sequence({oid("2a03")}), integer("01")}), aes128()),
       "KDF_UNSUPPORTED PBKDF2 with an external salt"},
      {"no count", pbes2(pbkdf2({salt}), aes128()), malformed},
      {"count 0", pbes2(pbkdf2({salt, integer("00")}), aes128()), malformed},
      {"count -1", pbes2(pbkdf2({salt, integer("ff")}), aes128()), malformed},
      {"count as octets", pbes2(pbkdf2({salt, octet_string(hex("01"))}), aes128()), malformed},
      {"count 6,000,001", pbes2(pbkdf2({salt, integer("5b8d81"), sha256}), aes128()), costly},
      {"count 2^31", pbes2(pbkdf2({salt, integer("0080000000")}), aes128()), costly},
      {"count 2^32 + 1", pbes2(pbkdf2({salt, integer("0100000001")}), aes128()), costly},
      {"count 2^64 + 1", pbes2(pbkdf2({salt, integer("010000000000000001")}), aes128()), costly},
      {"PRF MD5", pbes2(pbkdf2({salt, integer("01"), sequence({oid("2a864886f70d0206")})}), aes128()),
       "KDF_UNSUPPORTED HMAC-MD5"},
      {"PRF SHA3-256", pbes2(pbkdf2({salt, integer("01"), sequence({oid("60864801650304020e")})}), aes128()),
       "KDF_UNSUPPORTED HMAC-SHA3-256"},
      {"PRF unknown", pbes2(pbkdf2({salt, integer("01"), sequence({oid("2a03")})}), aes128()),
       "KDF_UNSUPPORTED an unknown HMAC"},
      {"something after the PRF", pbes2(pbkdf2({salt, integer("01"), sha256, salt}), aes128()), malformed},
      {"KDF unknown", pbes2(sequence({oid("2a03"), sequence({})}), aes128()),
       "KDF_UNSUPPORTED an unknown key derivation"},
      {"scrypt", pbes2(scrypt({salt, integer("02"), integer("01"), integer("01")}), aes128()), "PASSWORD_WRONG"},
      {"scrypt N = 1", pbes2(scrypt({salt, integer("01"), integer("01"), integer("01")}), aes128()), malformed},
      {"scrypt N = 3", pbes2(scrypt({salt, integer("03"), integer("01"), integer("01")}), aes128()), malformed},
      {"scrypt r = 0", pbes2(scrypt({salt, integer("02"), integer("00"), integer("01")}), aes128()), malformed},
      {"scrypt without p", pbes2(scrypt({salt, integer("02"), integer("01")}), aes128()), malformed},
      {"scrypt, 1 GiB", pbes2(scrypt({salt, integer("100000"), integer("08"), integer("01")}), aes128()), costly},
      {"scrypt, N = 2^64", pbes2(scrypt({salt, integer("010000000000000000"), integer("08"), integer("01")}), aes128()),
       costly},
      {"scrypt, r = 2^31", pbes2(scrypt({salt, integer("02"), integer("0080000000"), integer("01")}), aes128()),
       costly},
      {"scrypt, p = 2^30", pbes2(scrypt({salt, integer("02"), integer("01"), integer("40000000")}), aes128()), costly},
      {"cipher GCM", pbes2(pbkdf2({salt, integer("01")}), sequence({oid(kAes256Gcm), octet_string(Buffer(12))})),
       "CIPHER_UNSUPPORTED AES-256-GCM"},
      {"cipher unknown", pbes2(pbkdf2({salt, integer("01")}), sequence({oid("2a03"), salt})),
       "CIPHER_UNSUPPORTED an unknown cipher"},
      {"IV of 15 octets", pbes2(pbkdf2({salt, integer("01")}), aes128(15)), malformed},
      {"IV of 16 octets for DES",
       pbes2(pbkdf2({salt, integer("01")}), sequence({oid(kDesEde3), octet_string(Buffer(16))})), malformed},
      {"no IV", pbes2(pbkdf2({salt, integer("01")}), sequence({oid(kDesEde3)})), malformed},
      {"no cipher", sequence({oid(kPbes2), sequence({pbkdf2({salt, integer("01")})})}), malformed},
      {"no parameters", sequence({oid(kPbes2)}), malformed},
      {"PKCS #12, 12,000,000 rounds for key and vector",
       sequence({oid(kPkcs12Des), sequence({salt, integer("00b71b00")})}), costly},
      {"PKCS #12 without a count", sequence({oid(kPkcs12Des), sequence({salt})}), malformed},
      {"PKCS #12 with RC4", sequence({oid("2a864886f70d010c0101"), sequence({salt, integer("01")})}),
       "CIPHER_UNSUPPORTED RC4"},
      {"scheme unknown", sequence({oid("2a03"), sequence({})}), "ENCRYPTION_UNSUPPORTED an unknown encryption scheme"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    const Buffer der = sequence({c.algorithm, octet_string(Buffer(48))});
    CHECK(opened(der, "x") == c.error);
    // What is not readable at all is said before a password is asked for.
    CHECK(opened(der, std::nullopt) == (c.error == "PASSWORD_WRONG" ? "KEY_ENCRYPTED" : c.error));
  }
}

TEST_CASE("keys::decrypt_encrypted_private_key_info: the structure around it", "[keys][pbes]") {
  const Buffer algorithm = pbes2(pbkdf2({octet_string(Buffer(8)), integer("01")}), aes128());
  CHECK(opened(sequence({algorithm}), "x") == "DER_MALFORMED");
  CHECK(opened(sequence({algorithm, integer("01")}), "x") == "DER_MALFORMED");
  CHECK(opened(sequence({octet_string(Buffer(48)), algorithm}), "x") == "DER_MALFORMED");
  CHECK(opened(sequence({algorithm, octet_string(Buffer(48)), algorithm}), "x") == "DER_MALFORMED");
  for (const std::size_t size : {0, 15, 17}) {
    CHECK(opened(sequence({algorithm, octet_string(Buffer(size))}), "x") == "ENCRYPTED_CONTENT_MALFORMED");
  }
}

// openssl enc -aes-128-cbc -K KEY -iv 00000000000000000000000000000000, with KEY from: openssl kdf -keylen 16
// -kdfopt digest:SHA1 -kdfopt pass:x -kdfopt hexsalt:0000000000000000 -kdfopt iter:1 PBKDF2
TEST_CASE("keys::decrypt_encrypted_private_key_info: padding that fits around something else", "[keys][pbes]") {
  const Buffer algorithm = pbes2(pbkdf2({octet_string(Buffer(8)), integer("01")}), aes128());
  struct Case {
    std::string_view what, ciphertext, error;
  };
  const Case cases[] = {
      {"nothing", "39883fe0ea6c5421582b7bc97c78362c", "PASSWORD_WRONG"},
      {"text", "4f8f825da04c83e5a5f1e2fd86827e2d", "PASSWORD_WRONG"},
      {"a SEQUENCE that is too long for its octets", "8ab4bb14c98171f05e49a2a22c03800e", "PASSWORD_WRONG"},
      {"a SEQUENCE and more", "76b3cf0b61bb9c55af4ba518f7ab5385", "PASSWORD_WRONG"},
      {"a SEQUENCE of noise", "b7b2a9059cbe2566203f04d7e599acd6", "PASSWORD_WRONG"},
      {"a sound SEQUENCE of something else", "f178460bbefdafbfc6cfb9621e808971", "KEY_MALFORMED"},
      {"an algorithm of nothing", "971a0aa58efe8d8d066b64180dd5b364", "KEY_MALFORMED"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    CHECK(opened(sequence({algorithm, octet_string(hex(c.ciphertext))}), "x") == c.error);
  }
}

TEST_CASE("an encrypted key takes from what its file has left, and nothing without a password", "[keys][pbes]") {
  const Buffer der = test::fixture("encrypted/pbes2-aes-128-cbc.der");
  KdfBudget once(2048), none(2047);
  CHECK(decrypt_encrypted_private_key_info(der, as_bytes("correct horse"), once));
  CHECK(test::error_of(decrypt_encrypted_private_key_info(der, as_bytes("correct horse"), once)) == "KDF_TOO_COSTLY");
  CHECK(test::error_of(decrypt_encrypted_private_key_info(der, as_bytes("correct horse"), none)) == "KDF_TOO_COSTLY");
  KdfBudget untouched(2048);
  CHECK(test::error_of(decrypt_encrypted_private_key_info(der, std::nullopt, untouched)) == "KEY_ENCRYPTED");
  CHECK(decrypt_encrypted_private_key_info(der, as_bytes("correct horse"), untouched));
}

}  // namespace
}  // namespace popcert::keys
