#include "keys/pkcs8.h"

#include "core/keys/key_files.h"
#include "der/writer.h"

namespace popcert::keys {
namespace {

using der::Tag;
using test::error_of;
using test::fixture;
using test::hex;
using test::pem_fixture;
using test::public_half;

/// OneAsymmetricKey with each part as given, so that wrong ones can be written.
struct Parts {
  Buffer version = {0};
  Buffer algorithm;
  Buffer key;
  Buffer after = {};

  Buffer der() const {
    der::Writer w;
    {
      auto info = w.open(Tag::kSequence);
      w.string(Tag::kInteger, version);
      w.string(Tag::kSequence, algorithm);
      w.string(Tag::kOctetString, key);
      w.raw(after);
    }
    return std::move(w).finish();
  }
};

const std::string kRsa = "06092a864886f70d010101", kEc = "06072a8648ce3d0201", kP256 = "06082a8648ce3d030107",
                  kP384 = "06052b81040022";

Parts rsa() { return {.algorithm = hex(kRsa + "0500"), .key = fixture("keys/rsa2048-pkcs1.der")}; }
Parts ec() { return {.algorithm = hex(kEc + kP256), .key = fixture("keys/p256-sec1-no-public.der")}; }

/// publicKey [1] IMPLICIT BIT STRING: the bits of OpenSSL's SubjectPublicKeyInfo, which are at its end.
Buffer public_key_field(const std::string& key, std::size_t octets) {
  const auto spki = fixture("keys/" + key + "-spki.der");
  Buffer bits = {0};
  append(bits, Bytes(spki).last(octets));
  der::Writer w;
  w.string(der::context_primitive(1), bits);
  return std::move(w).finish();
}
constexpr std::size_t kPointOctets = 65, kRsaPublicKeyOctets = 270;

TEST_CASE("keys::decode_private_key_info: OpenSSL's files", "[keys][rfc5958]") {
  const auto name =
      GENERATE(values<std::string>({"rsa2048", "rsa2046", "rsa3072", "rsa4096", "rsa2048-e3", "p256", "p384", "p521"}));
  CHECK(public_half(decode_private_key_info(fixture("keys/" + name + "-pkcs8.der"))) ==
        test::public_half_of_fixture(name));
}

TEST_CASE("keys::decode_private_key_info: keys of other types are named", "[keys]") {
  struct Case {
    std::string file, error;
  };
  const auto c = GENERATE(values<Case>({
      {"ed25519", "KEY_TYPE_UNSUPPORTED Ed25519"},
      {"ed448", "KEY_TYPE_UNSUPPORTED Ed448"},
      {"x25519", "KEY_TYPE_UNSUPPORTED X25519"},
      {"rsa-pss", "KEY_TYPE_UNSUPPORTED RSA-PSS"},
      {"dsa", "KEY_TYPE_UNSUPPORTED DSA"},
      {"secp256k1", "CURVE_UNSUPPORTED secp256k1"},
      {"brainpoolP256r1", "CURVE_UNSUPPORTED a Brainpool curve"},
      {"P-224", "CURVE_UNSUPPORTED P-224"},
  }));
  DYNAMIC_SECTION(c.file) {
    CHECK(error_of(decode_private_key_info(pem_fixture("wrong/" + c.file + ".pem"))) == c.error);
  }
}

TEST_CASE("keys::decode_private_key_info: what writers do differently", "[keys][rfc5958]") {
  struct Case {
    std::string_view name;
    Buffer der;
    std::string key;
  };
  // SET { SEQUENCE { keyUsage, SET { BIT STRING } } }, as CNG exports it
  const auto attributes = hex("a00d300b0603551d0f310403020010");
  auto rsa_without_null = rsa(), rsa_with_attributes = rsa(), rsa_v2 = rsa();
  rsa_without_null.algorithm = hex(kRsa);
  rsa_with_attributes.after = attributes;
  rsa_v2.version = {1};
  rsa_v2.after = public_key_field("rsa2048", kRsaPublicKeyOctets);
  auto ec_inner_curve = ec(), ec_v2 = ec(), ec_no_inner_curve = ec();
  ec_inner_curve.algorithm = hex(kEc);
  ec_v2.version = {1};
  ec_v2.after = attributes;
  append(ec_v2.after, public_key_field("p256", kPointOctets));
  ec_no_inner_curve.key =
      hex("302502010104"
          "20");
  append(ec_no_inner_curve.key, Bytes(ec().key).subspan(7, 32));
  const auto c = GENERATE_COPY(values<Case>({
      {"as OpenSSL", rsa().der(), "rsa2048"},
      {"rsaEncryption without NULL", rsa_without_null.der(), "rsa2048"},
      {"attributes", rsa_with_attributes.der(), "rsa2048"},
      {"public key of version 2", rsa_v2.der(), "rsa2048"},
      {"EC, curve in both places", ec().der(), "p256"},
      {"EC, curve in the key only", ec_inner_curve.der(), "p256"},
      {"EC, curve in the algorithm only", ec_no_inner_curve.der(), "p256"},
      {"EC, attributes and public key of version 2", ec_v2.der(), "p256"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(public_half(decode_private_key_info(c.der)) == test::public_half_of_fixture(c.key)); }
}

TEST_CASE("keys::decode_private_key_info: structures that are none", "[keys]") {
  struct Case {
    std::string_view name;
    Buffer der;
    std::string error;
  };
  const auto changed = [](Parts parts, auto change) {
    change(parts);
    return parts.der();
  };
  auto trailing = ec().der();
  trailing.push_back(0);
  const auto c = GENERATE_COPY(values<Case>({
      {"version 2", changed(ec(), [](Parts& p) { p.version = {2}; }), "KEY_VERSION_UNSUPPORTED"},
      {"version -1", changed(ec(), [](Parts& p) { p.version = {0xff}; }), "KEY_MALFORMED"},
      {"algorithm empty", changed(ec(), [](Parts& p) { p.algorithm = {}; }), "KEY_MALFORMED"},
      {"algorithm of no octets", changed(ec(), [](Parts& p) { p.algorithm = hex("0600"); }),
       "KEY_TYPE_UNSUPPORTED an algorithm with an unknown identifier"},
      {"unknown algorithm", changed(ec(), [](Parts& p) { p.algorithm = hex("06022a030500"); }),
       "KEY_TYPE_UNSUPPORTED an algorithm with an unknown identifier"},
      {"DH", changed(ec(), [](Parts& p) { p.algorithm = hex("06092a864886f70d0103013000"); }),
       "KEY_TYPE_UNSUPPORTED DH"},
      {"RSA with another parameter", changed(rsa(), [](Parts& p) { p.algorithm = hex(kRsa + "3000"); }),
       "KEY_MALFORMED"},
      {"RSA with two parameters", changed(rsa(), [](Parts& p) { p.algorithm = hex(kRsa + "05000500"); }),
       "KEY_MALFORMED"},
      {"RSA around EC", changed(ec(), [](Parts& p) { p.algorithm = hex(kRsa + "0500"); }), "KEY_MALFORMED"},
      {"EC around RSA", changed(rsa(), [](Parts& p) { p.algorithm = hex(kEc + kP256); }), "KEY_MALFORMED"},
      {"EC with two parameters", changed(ec(), [](Parts& p) { p.algorithm = hex(kEc + kP256 + "0500"); }),
       "KEY_MALFORMED"},
      {"curves differ", changed(ec(), [](Parts& p) { p.algorithm = hex(kEc + kP384); }), "KEY_MALFORMED"},
      {"no curve", changed(ec(), [](Parts& p) { p.algorithm = hex(kEc), p.key = hex("3006020101040101"); }),
       "KEY_MALFORMED"},
      {"key empty", changed(ec(), [](Parts& p) { p.key = {}; }), "KEY_MALFORMED"},
      {"key cut", changed(ec(), [](Parts& p) { p.key.pop_back(); }), "KEY_MALFORMED"},
      {"octet behind the key inside", changed(ec(), [](Parts& p) { p.key.push_back(0); }), "DER_TRAILING"},
      {"octet behind", trailing, "DER_TRAILING"},
      {"something behind", changed(ec(), [](Parts& p) { p.after = hex("0500"); }), "KEY_MALFORMED"},
      {"attributes twice", changed(ec(), [](Parts& p) { p.after = hex("a000a000"); }), "KEY_MALFORMED"},
      {"attributes cut", changed(ec(), [](Parts& p) { p.after = hex("a005"); }), "KEY_MALFORMED"},
      {"public key of another", changed(ec(), [](Parts& p) { p.after = public_key_field("p256-other", kPointOctets); }),
       "EC_PUBLIC_KEY_MISMATCH"},
      {"public point of no octets", changed(ec(), [](Parts& p) { p.after = hex("810100"); }), "EC_POINT_INVALID"},
      {"public key of no octets", changed(ec(), [](Parts& p) { p.after = hex("8100"); }), "KEY_MALFORMED"},
      {"public key with unused bits", changed(ec(), [](Parts& p) { p.after = hex("810201fe"); }), "KEY_MALFORMED"},
      {"RSA public key of another",
       changed(rsa(), [](Parts& p) { p.after = public_key_field("rsa2048-other", kRsaPublicKeyOctets); }),
       "RSA_INCONSISTENT publicKey = (n, e)"},
      {"RSA public key cut",
       changed(rsa(),
               [](Parts& p) {
                 p.after =
                     hex("8104003002"
                         "02");
               }),
       "KEY_MALFORMED"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(error_of(decode_private_key_info(c.der)) == c.error); }
}

TEST_CASE("keys::decode_private_key_info: offsets are those of the file", "[keys]") {
  auto der = ec().der();
  const auto inner = der.size() - ec().key.size();
  der[inner + 2] = 0x04;  // the version inside becomes an OCTET STRING
  CHECK(decode_private_key_info(der).error().offset == inner);
  CHECK(decode_private_key_info(der, 1000).error().offset == 1000 + inner);
}

TEST_CASE("keys::decode_private_key_info: cut at every length", "[keys]") {
  const auto name = GENERATE(values<std::string>({"rsa2048", "p384"}));
  const auto whole = fixture("keys/" + name + "-pkcs8.der");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Buffer cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    CAPTURE(size);
    CHECK(error_of(decode_private_key_info(cut)) == "DER_TRUNCATED");
  }
}

TEST_CASE("keys::decode_private_key_info: contents cut at every length, lengths mended", "[keys]") {
  const auto whole = fixture("keys/p256-sec1.der");
  const auto contents = Bytes(whole).subspan(2);
  auto parts = ec();
  for (std::size_t size = 0; size < contents.size(); ++size) {
    der::Writer w;
    w.string(Tag::kSequence, contents.first(size));
    parts.key = std::move(w).finish();
    CAPTURE(size);
    // Version and scalar are enough, and a key without its public half is sound; so is one without the curve's name.
    const auto key = decode_private_key_info(parts.der());
    const bool sound = size == 37 || size == 49;
    CHECK(error_of(key) == (sound ? "" : "KEY_MALFORMED"));
  }
}

TEST_CASE("keys::decode_private_key_info: with one bit changed it is the same key or refused", "[keys]") {
  auto der = fixture("keys/p256-pkcs8.der");
  const auto expected = test::public_half_of_fixture("p256");
  std::size_t sound = 0;
  for (std::size_t bit = 0; bit < der.size() * 8; ++bit) {
    const auto mask = static_cast<std::uint8_t>(1U << bit % 8);
    der[bit / 8] ^= mask;
    const auto key = decode_private_key_info(der);
    CAPTURE(bit);
    if (key) CHECK(public_half(key) == expected);
    sound += bool(key);
    der[bit / 8] ^= mask;
  }
  CHECK(sound == 1);  // version 1 instead of 0
}

}  // namespace
}  // namespace popcert::keys
