#include "files/kind.h"

#include "core/keys/key_files.h"

namespace popcert::files {
namespace {

using test::fixture;
using test::hex;
using test::pem_fixture;

Buffer file_octets(const std::string& path) {
  const bool pem = path.ends_with(".pem") || path.ends_with(".p7b");
  return pem ? pem_fixture(path) : fixture(path);
}

struct Case {
  std::string file;
  Kind kind;
};

const std::vector<Case> kFiles = {
    {"keys/rsa2048-pkcs8.der", Kind::kPrivateKeyInfo},
    {"keys/p256-pkcs8.der", Kind::kPrivateKeyInfo},
    {"wrong/ed25519.pem", Kind::kPrivateKeyInfo},
    {"wrong/dsa.pem", Kind::kPrivateKeyInfo},
    {"wrong/rsa-pss.pem", Kind::kPrivateKeyInfo},
    {"keys/rsa2048-pkcs1.der", Kind::kRsaPrivateKey},
    {"keys/rsa4096-pkcs1.der", Kind::kRsaPrivateKey},
    {"keys/p256-sec1.der", Kind::kEcPrivateKey},
    {"keys/p521-sec1-no-public.der", Kind::kEcPrivateKey},
    {"wrong/p256-explicit-curve.pem", Kind::kEcPrivateKey},
    {"encrypted/pbes2-aes-256-cbc.der", Kind::kEncryptedPrivateKeyInfo},
    {"encrypted/scrypt-16384.der", Kind::kEncryptedPrivateKeyInfo},
    {"encrypted/pbes2-des3.der", Kind::kEncryptedPrivateKeyInfo},
    {"pfx/modern-rsa2048.p12", Kind::kPfx},
    {"pfx/no-mac.p12", Kind::kPfx},
    {"wrong/certificates.p7b", Kind::kPkcs7},
    {"certs/ca-rsa2048.der", Kind::kCertificate},
    {"certs/ca-p256-v1.der", Kind::kCertificate},
    {"certs/sub-p256.der", Kind::kCertificate},
    {"wrong/ca-ed25519.pem", Kind::kCertificate},
    {"keys/rsa2048-spki.der", Kind::kPublicKeyInfo},
    {"keys/p384-spki.der", Kind::kPublicKeyInfo},
    {"wrong/public-pkcs1.der", Kind::kRsaPublicKey},
    {"wrong/request-rsa2048.der", Kind::kCertificateRequest},
    {"wrong/request-p256.der", Kind::kCertificateRequest},
    {"wrong/crl.der", Kind::kCertificateList},
    {"wrong/ec-parameters.pem", Kind::kEcParameters},
    {"wrong/dh-parameters.pem", Kind::kDhParameters},
};

TEST_CASE("files::recognise: OpenSSL's files", "[files]") {
  const auto c = GENERATE(from_range(kFiles));
  DYNAMIC_SECTION(c.file) { CHECK(recognise(file_octets(c.file)) == c.kind); }
}

TEST_CASE("files::recognise: a file that is cut is what the whole is, or too little to tell", "[files]") {
  const auto c = GENERATE(from_range(kFiles));
  const auto whole = file_octets(c.file);
  DYNAMIC_SECTION(c.file) {
    bool known = false;
    for (std::size_t size = 0; size <= whole.size(); ++size) {
      const Buffer cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      const auto kind = recognise(cut);
      CAPTURE(size);
      known = known || kind == c.kind;
      // A Diffie-Hellman prime is like an RSA modulus until the generator is there.
      const bool like_rsa = c.kind == Kind::kDhParameters && kind == Kind::kRsaPublicKey;
      CHECK(kind == (known ? c.kind : like_rsa ? Kind::kRsaPublicKey : Kind::kUnknown));
    }
    CHECK(known);
  }
}

TEST_CASE("files::recognise: BER and damaged objects go to their own decoder", "[files]") {
  struct Odd {
    std::string_view name, der;
    Kind kind;
  };
  const auto c = GENERATE(values<Odd>({
      {"PFX of indefinite length",
       "30800201033080"
       "06092a864886f70d010701a080",
       Kind::kPfx},
      {"PFX, lengths in four octets",
       "3084000000110201033084"
       "00000008"
       "06092a864886f70d0107",
       Kind::kPfx},
      {"PFX of version 4",
       "30130201043011"
       "06092a864886f70d010701a0040402",
       Kind::kPfx},
      {"PFX of nothing", "3003020103", Kind::kPfx},
      {"PKCS #7 of indefinite length", "308006092a864886f70d010702a080", Kind::kPkcs7},
      {"encrypted data", "300b06092a864886f70d010706", Kind::kPkcs7},
      {"PKCS#8 of version 9", "300d020109300406022a030403020101", Kind::kPrivateKeyInfo},
      {"PKCS#8 without an algorithm", "30050201003000", Kind::kPrivateKeyInfo},
      {"SEC 1 of version 7", "30060201070401ff", Kind::kEcPrivateKey},
      {"PKCS#1 of version 1", "3006020101020101", Kind::kRsaPrivateKey},
      {"explicit curve",
       "301202010130"
       "0d"
       "06072a8648ce3d01010202ffff",
       Kind::kEcParameters},
      {"PBES2 cut after its name", "301b301906092a864886f70d01050d", Kind::kEncryptedPrivateKeyInfo},
      {"request with an empty subject",
       "300930070201003000"
       "3000",
       Kind::kCertificateRequest},
      {"TBSCertificate alone", "3008a003020102020101", Kind::kCertificate},
      {"another type of content", "300406022a03", Kind::kUnknown},
      {"AlgorithmIdentifier alone", "300d06092a864886f70d0101010500", Kind::kUnknown},
      {"SET", "3103020101", Kind::kUnknown},
      {"empty SEQUENCE", "3000", Kind::kUnknown},
      {"one octet", "30", Kind::kUnknown},
      {"nothing", "", Kind::kUnknown},
      {"reserved length", "30ff020101", Kind::kUnknown},
      {"length without its octets", "3084ffff", Kind::kUnknown},
      {"text", "30313233343536373839", Kind::kUnknown},
      {"zeros in text", "3030303030303030303030303030303030", Kind::kUnknown},
      {"SEQUENCEs in each other", "3080308030803080308030803080", Kind::kUnknown},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(recognise(hex(c.der)) == c.kind); }
}

TEST_CASE("files::recognise: the length of the outer SEQUENCE does not matter", "[files]") {
  auto der = fixture("keys/p256-sec1.der");
  for (const int length : {0x7f, 0x60, 0x80}) {
    der[1] = static_cast<std::uint8_t>(length);
    CHECK(recognise(der) == Kind::kEcPrivateKey);
  }
  der[1] = 0;
  CHECK(recognise(der) == Kind::kUnknown);
}

TEST_CASE("files::unusable_object", "[files]") {
  CHECK(unusable_object(Kind::kPublicKeyInfo) == ErrorCode::kObjectIsPublicKey);
  CHECK(unusable_object(Kind::kRsaPublicKey) == ErrorCode::kObjectIsPublicKey);
  CHECK(unusable_object(Kind::kCertificateRequest) == ErrorCode::kObjectIsCertificateRequest);
  CHECK(unusable_object(Kind::kCertificateList) == ErrorCode::kObjectIsCrl);
  CHECK(unusable_object(Kind::kEcParameters) == ErrorCode::kObjectIsParameters);
  CHECK(unusable_object(Kind::kDhParameters) == ErrorCode::kObjectIsParameters);
  for (const auto kind : {Kind::kPrivateKeyInfo, Kind::kCertificate, Kind::kPfx, Kind::kPkcs7, Kind::kUnknown}) {
    CHECK_FALSE(unusable_object(kind));
  }
}

TEST_CASE("files::why_unknown", "[files]") {
  struct Why {
    std::string_view der;
    ErrorCode code;
  };
  const auto c = GENERATE(values<Why>({
      {"", ErrorCode::kInputEmpty},
      {"30", ErrorCode::kDerTruncated},
      {"3084ffffffff0201", ErrorCode::kDerTruncated},
      {"3000", ErrorCode::kDerMalformed},
      {"30ff0201", ErrorCode::kDerMalformed},
      {"3003040100", ErrorCode::kDerMalformed},
      {"00", ErrorCode::kInputNotRecognized},
      {"89504e470d0a", ErrorCode::kInputNotRecognized},
  }));
  CAPTURE(c.der);
  CHECK(why_unknown(hex(c.der)).code == c.code);
}

}  // namespace
}  // namespace popcert::files
