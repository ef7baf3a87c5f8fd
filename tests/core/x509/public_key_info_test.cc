#include "x509/public_key_info.h"

#include "core/der/build.h"
#include "core/keys/key_files.h"
#include "x509/certificate.h"

namespace popcert::x509 {
namespace {

using test::error_of;
using test::fixture;
using test::hex;
using test::oid;
using test::sequence;
using test::tlv;

constexpr std::string_view kRsaEncryption = "2a864886f70d010101", kEcPublicKey = "2a8648ce3d0201",
                           kP256 = "2a8648ce3d030107";

Buffer bits(const Buffer& contents) { return tlv(0x03, {hex("00"), contents}); }
Buffer rsa_numbers() { return sequence({test::integer("00" + std::string(256, 'f')), test::integer("010001")}); }

TEST_CASE("x509::decode_public_key_info reads what OpenSSL wrote, and writes the same again", "[x509]") {
  const auto name = GENERATE(as<std::string>(), "rsa2048", "rsa2046", "rsa4096", "p256", "p384", "p521");
  const Buffer file = fixture("keys/" + name + "-spki.der");
  const auto key = decode_public_key_info(file);
  REQUIRE(key);
  CHECK(encode_public_key_info(*key) == file);
  for (std::size_t size = 0; size < file.size(); size += 7)
    CHECK_FALSE(decode_public_key_info(Bytes(file).first(size)));
}

TEST_CASE("x509::decode_public_key_info: the key's parameters", "[x509]") {
  const auto rsa = [](std::initializer_list<Buffer> algorithm) {
    return error_of(decode_public_key_info(sequence({sequence(algorithm), bits(rsa_numbers())})));
  };
  CHECK(rsa({oid(kRsaEncryption), hex("0500")}).empty());
  CHECK(rsa({oid(kRsaEncryption)}).empty());  // as some tools write it
  CHECK(rsa({oid(kRsaEncryption), hex("050100")}) == "CERTIFICATE_MALFORMED public key");
  CHECK(rsa({oid(kRsaEncryption), hex("0500"), hex("0500")}) == "CERTIFICATE_MALFORMED public key");
  CHECK(rsa({oid("2a864886f70d01010a")}) == "CERTIFICATE_KEY_UNSUPPORTED RSA-PSS");
  CHECK(rsa({oid("2b6570")}) == "CERTIFICATE_KEY_UNSUPPORTED Ed25519");
  CHECK(rsa({oid("2a03")}) == "CERTIFICATE_KEY_UNSUPPORTED an unknown algorithm");

  const auto ec = [](const Buffer& parameters, const Buffer& point) {
    return error_of(decode_public_key_info(sequence({sequence({oid(kEcPublicKey), parameters}), bits(point)})));
  };
  CHECK(ec(sequence({}), hex("04")) == "CERTIFICATE_KEY_UNSUPPORTED EC on another curve");
  CHECK(ec(oid("2b8104000a"), hex("04")) == "CERTIFICATE_KEY_UNSUPPORTED EC on another curve");
  CHECK(ec(oid(kP256), {}) == "CERTIFICATE_MALFORMED public key");
  CHECK(ec(oid(kP256), Buffer(65, 4)) == "EC_POINT_INVALID");
}

TEST_CASE("x509::key_identifier is what OpenSSL wrote into the CA's certificate", "[x509][rfc5280]") {
  const auto name = GENERATE(as<std::string>(), "rsa2048", "p256", "p521");
  const auto ca = decode_certificate(fixture("certs/ca-" + name + ".der"));
  REQUIRE(ca);
  CHECK(ca->extensions.subject_key_identifier == key_identifier(ca->key));
}

}  // namespace
}  // namespace popcert::x509
