#include "x509/signature_algorithm.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/ec_keys.h"
#include "core/crypto/hex.h"

namespace popcert::x509 {
namespace {

using test::hex;

struct Written {
  std::string_view tlv, text;
  Strength strength;
};

// The AlgorithmIdentifier in certificates of OpenSSL 3.0: openssl req -x509 -key ... -sha224, and for PSS
// -sigopt rsa_padding_mode:pss.
constexpr Written kByOpenssl[] = {
    {"300d06092a864886f70d0101040500", "RSA, MD5", Strength::kWeak},
    {"300d06092a864886f70d0101050500", "RSA, SHA-1", Strength::kWeak},
    {"300d06092a864886f70d01010e0500", "RSA, SHA-224", Strength::kUnchecked},
    {"300d06092a864886f70d01010b0500", "RSA, SHA-256", Strength::kVerified},
    {"300d06092a864886f70d01010c0500", "RSA, SHA-384", Strength::kVerified},
    {"300d06092a864886f70d01010d0500", "RSA, SHA-512", Strength::kVerified},
    {"304206092a864886f70d01010a3035a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d060960864801650"
     "3"
     "0402010500a204020200de",
     "RSA-PSS", Strength::kUnchecked},
    {"300906072a8648ce3d0401", "ECDSA, SHA-1", Strength::kWeak},
    {"300a06082a8648ce3d040301", "ECDSA, SHA-224", Strength::kUnchecked},
    {"300a06082a8648ce3d040302", "ECDSA, SHA-256", Strength::kVerified},
    {"300a06082a8648ce3d040303", "ECDSA, SHA-384", Strength::kVerified},
    {"300a06082a8648ce3d040304", "ECDSA, SHA-512", Strength::kVerified},
    {"300506032b6570", "Ed25519", Strength::kUnchecked},
    {"300506032b6571", "Ed448", Strength::kUnchecked},
};

TEST_CASE("x509::decode_signature_algorithm: what OpenSSL writes", "[x509]") {
  for (const auto& written : kByOpenssl) {
    CAPTURE(written.text);
    const auto& algorithm = decode_signature_algorithm(hex(written.tlv));
    CHECK(algorithm.text == written.text);
    CHECK(algorithm.strength == written.strength);
    CHECK(algorithm.rsa == written.text.starts_with("RSA"));
    // A weak one is never among those that count, whatever can be computed of it.
    if (algorithm.strength == Strength::kVerified) CHECK(algorithm.hash.has_value());
    // A hash is the one that the text names.
    if (algorithm.hash) CHECK(written.text.ends_with(std::string(", ").append(crypto::facts_of(*algorithm.hash).name)));
  }
}

TEST_CASE("x509::decode_signature_algorithm: what is none, and what is nobody's", "[x509]") {
  CHECK(decode_signature_algorithm({}).text == "unknown");
  CHECK(decode_signature_algorithm(hex("30020600")).text == "unknown");  // an empty OBJECT IDENTIFIER
  CHECK(decode_signature_algorithm(hex("0500")).text == "unknown");
  CHECK(decode_signature_algorithm(hex("300a06082a8648ce3d0403")).text == "unknown");      // cut
  CHECK(decode_signature_algorithm(hex("300906072a8648ce3d0403")).text == "unknown");      // the arc above
  CHECK(decode_signature_algorithm(hex("300b06092a8648ce3d04030201")).text == "unknown");  // one below
  CHECK(decode_signature_algorithm(hex("300906072b0e03021d0500")).text ==
        "unknown");  // ends within its OBJECT IDENTIFIER
  // OIW: 1.3.14.3.2.29 sha1WithRSASignature, .27 dsaWithSHA1; the arc itself and what is below are none.
  CHECK(decode_signature_algorithm(hex("300906052b0e03021d0500")).text == "SHA-1");
  CHECK(decode_signature_algorithm(hex("300706052b0e03021b")).text == "SHA-1");
  CHECK(decode_signature_algorithm(hex("300606042b0e0302")).text == "unknown");
  CHECK(decode_signature_algorithm(hex("300806062b0e03021d01")).text == "unknown");
}

TEST_CASE("x509::encode_signature_algorithm: as OpenSSL writes it, octet for octet", "[x509][rfc4055][rfc5758]") {
  for (const auto& written : kByOpenssl) {
    if (written.strength != Strength::kVerified) continue;
    CAPTURE(written.text);
    CHECK(test::to_hex(encode_signature_algorithm(decode_signature_algorithm(hex(written.tlv)))) == written.tlv);
  }
}

TEST_CASE("x509::signature_algorithm_of: the hash is the curve's", "[x509]") {
  CHECK(signature_algorithm_of(crypto::RsaPublicKey{Buffer(256, 0xff), {3}}).text == "RSA, SHA-256");
  const std::pair<crypto::Curve, std::string_view> curves[] = {{crypto::Curve::kP256, "ECDSA, SHA-256"},
                                                               {crypto::Curve::kP384, "ECDSA, SHA-384"},
                                                               {crypto::Curve::kP521, "ECDSA, SHA-512"}};
  for (const auto& [curve, text] : curves) CHECK(signature_algorithm_of(crypto::EcPublicKey{curve, {}}).text == text);
}

}  // namespace
}  // namespace popcert::x509
