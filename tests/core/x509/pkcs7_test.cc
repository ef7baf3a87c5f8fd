#include "x509/pkcs7.h"

#include <catch_amalgamated.hpp>

#include "core/der/build.h"
#include "core/der/to_ber.h"
#include "core/fixture.h"
#include "core/keys/key_files.h"

namespace popcert::x509 {
namespace {

using test::hex;
using test::integer;
using test::oid;
using test::sequence;
using test::tlv;

TEST_CASE("x509::decode_certificates_only: what openssl crl2pkcs7 wrote", "[x509]") {
  const Buffer der = test::fixture("chains/fullchain-der.p7b");
  for (const Buffer& file : {der, test::to_ber(der)}) {
    const auto certificates = decode_certificates_only(file);
    REQUIRE(certificates);
    REQUIRE(certificates->size() == 3);
    std::size_t i = 0;
    for (const std::string name : {"leaf-p256", "sub-p256", "ca-rsa2048"}) {
      CHECK(test::to_hex((*certificates)[i++]) == test::to_hex(test::fixture("certs/" + name + ".der")));
    }
    for (std::size_t size = 0; size < file.size(); ++size) {
      CHECK(test::error_of(decode_certificates_only(Bytes(file).first(size))) == "DER_TRUNCATED");
    }
  }
}

TEST_CASE("x509::decode_certificates_only: structures", "[x509]") {
  const Buffer set = hex("3100"), data = sequence({oid("2a864886f70d010701")});
  const auto signed_data = [&](const Buffer& certificates) {
    return sequence({oid("2a864886f70d010702"), tlv(0xa0, {sequence({integer("01"), set, data, certificates, set})})});
  };
  const auto content = [](std::string_view type) { return sequence({oid(type), tlv(0xa0, {sequence({})})}); };
  Buffer thousand;
  for (int i = 0; i < 1000; ++i) append(thousand, hex("3000"));
  struct Case {
    std::string_view what;
    Buffer file;
    std::string_view error;
  };
  const Case cases[] = {
      {"one", signed_data(tlv(0xa0, {sequence({})})), ""},
      {"one beside an attribute certificate", signed_data(tlv(0xa0, {tlv(0xa2, {}), sequence({})})), ""},
      {"a thousand", signed_data(tlv(0xa0, {thousand})), ""},
      {"a thousand and one", signed_data(tlv(0xa0, {thousand, sequence({})})), "TOO_MANY_ITEMS"},
      {"none", signed_data(tlv(0xa0, {})), "CERTIFICATE_MISSING"},
      {"only an attribute certificate", signed_data(tlv(0xa0, {tlv(0xa2, {})})), "CERTIFICATE_MISSING"},
      {"no place for them", signed_data({}), "CERTIFICATE_MISSING"},
      {"CRLs only", signed_data(tlv(0xa1, {sequence({})})), "CERTIFICATE_MISSING"},
      {"data", content("2a864886f70d010701"), "CERTIFICATE_MISSING"},
      {"envelopedData", content("2a864886f70d010703"), "ENCRYPTION_UNSUPPORTED a certificate (PKCS #7 envelopedData)"},
      {"encryptedData", content("2a864886f70d010706"), "ENCRYPTION_UNSUPPORTED PKCS #7 encryptedData"},
      {"no content", sequence({oid("2a864886f70d010702")}), "DER_MALFORMED"},
      {"no parts", content("2a864886f70d010702"), "DER_MALFORMED"},
      {"no type", sequence({integer("01")}), "DER_MALFORMED"},
      {"nothing", {}, "DER_TRUNCATED"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    CHECK(test::error_of(decode_certificates_only(c.file)) == c.error);
  }
}

}  // namespace
}  // namespace popcert::x509
