#include "keys/pbe_scheme.h"

#include "core/der/build.h"
#include "core/keys/key_files.h"

namespace popcert::keys {
namespace {

using test::error_of;
using test::hex;
using test::integer;
using test::octet_string;
using test::oid;
using test::sequence;

constexpr std::string_view kPbes2 = "2a864886f70d01050d", kPbkdf2 = "2a864886f70d01050c",
                           kScrypt = "2b06010401da47040b", kAes256 = "60864801650304012a",
                           kHmacSha256 = "2a864886f70d0209", kPkcs12Des = "2a864886f70d010c0103";

const Buffer kSalt = octet_string(hex("0102030405060708"));
Buffer aes(std::size_t iv_octets = 16) { return sequence({oid(kAes256), octet_string(Buffer(iv_octets))}); }
Buffer pbes2(const Buffer& kdf, const Buffer& cipher) { return sequence({oid(kPbes2), sequence({kdf, cipher})}); }
Buffer pbkdf2(std::initializer_list<Buffer> parameters) { return sequence({oid(kPbkdf2), sequence(parameters)}); }

TEST_CASE("keys::read_pbe_scheme: PBES2 with PBKDF2", "[keys][rfc8018]") {
  const Buffer algorithm =
      pbes2(pbkdf2({kSalt, integer("0800"), integer("20"), sequence({oid(kHmacSha256), hex("0500")})}), aes());
  const auto scheme = read_pbe_scheme(algorithm);
  REQUIRE(scheme);
  CHECK(scheme->cipher == crypto::Cipher::kAes256);
  CHECK(scheme->key_octets == 32);
  CHECK(scheme->iv.size() == 16);
  CHECK_FALSE(scheme->wants_bmp());
  const auto& kdf = std::get<Pbkdf2Parameters>(scheme->kdf);
  CHECK(kdf.prf == crypto::Hash::kSha256);
  CHECK(kdf.iterations == 2048);
  CHECK(equal(kdf.salt, hex("0102030405060708")));
  // Without a prf it is hmacWithSHA1.
  const Buffer old = pbes2(pbkdf2({kSalt, integer("01")}), aes());
  CHECK(std::get<Pbkdf2Parameters>(read_pbe_scheme(old)->kdf).prf == crypto::Hash::kSha1);
}

TEST_CASE("keys::read_pbe_scheme: scrypt, and the schemes of PKCS #12", "[keys][rfc7914][rfc7292]") {
  const Buffer algorithm =
      pbes2(sequence({oid(kScrypt), sequence({kSalt, integer("4000"), integer("08"), integer("01")})}), aes());
  const auto scheme = read_pbe_scheme(algorithm);
  REQUIRE(scheme);
  CHECK(std::get<ScryptParameters>(scheme->kdf).n == 16384);
  const Buffer des = sequence({oid(kPkcs12Des), sequence({kSalt, integer("0800")})});
  const auto pkcs12 = read_pbe_scheme(des);
  REQUIRE(pkcs12);
  CHECK(pkcs12->wants_bmp());
  CHECK(pkcs12->iv.empty());
  CHECK(pkcs12->key_octets == 24);
}

TEST_CASE("keys::read_pbe_scheme: what is refused, and as what", "[keys]") {
  const auto refused = [](const Buffer& algorithm) { return error_of(read_pbe_scheme(algorithm)); };
  const auto kdf = pbkdf2({kSalt, integer("01")});
  const std::string malformed = "ENCRYPTED_CONTENT_MALFORMED";
  CHECK(refused(pbes2(kdf, aes(15))) == malformed);
  CHECK(refused(pbes2(pbkdf2({kSalt, integer("00")}), aes())) == malformed);
  CHECK(refused(pbes2(pbkdf2({kSalt, integer("01"), integer("10")}), aes())) == malformed);  // a key of 16 octets
  CHECK(refused(pbes2(sequence({oid(kScrypt), sequence({kSalt, integer("03"), integer("08"), integer("01")})}),
                      aes())) == malformed);  // N is no power of two
  CHECK(refused(pbes2(kdf, sequence({oid("60864801650304012e"), sequence({})}))) == "CIPHER_UNSUPPORTED AES-256-GCM");
  CHECK(refused(pbes2(pbkdf2({kSalt, integer("01"), sequence({oid("608648016503040210")})}), aes())) ==
        "KDF_UNSUPPORTED HMAC-SHA3-512");
  CHECK(refused(pbes2(pbkdf2({sequence({}), integer("01")}), aes())) == "KDF_UNSUPPORTED PBKDF2 with an external salt");
  CHECK(refused(sequence({oid("2a03"), sequence({})})) == "ENCRYPTION_UNSUPPORTED an unknown encryption scheme");
  CHECK(refused(sequence({oid("2a864886f70d010c0101"), sequence({})})) == "CIPHER_UNSUPPORTED RC4");
}

}  // namespace
}  // namespace popcert::keys
