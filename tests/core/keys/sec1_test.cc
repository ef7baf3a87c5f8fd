#include "keys/sec1.h"

#include "core/crypto/ec_keys.h"
#include "core/keys/key_files.h"
#include "der/writer.h"

namespace popcert::keys {
namespace {

using crypto::Curve;
using der::Tag;
using test::error_of;
using test::hex;
using test::public_half;

/// ECPrivateKey with each part as given, so that wrong ones can be written; parameters and point of no octets: none.
struct Parts {
  Buffer version = {1};
  Buffer scalar = hex(test::kEcKeys[0].scalar);
  Buffer parameters = hex("06082a8648ce3d030107");
  Buffer bits = hex("00" + std::string(test::kEcKeys[0].point));
  Buffer after = {};

  Buffer der() const {
    der::Writer w;
    {
      auto key = w.open(Tag::kSequence);
      w.string(Tag::kInteger, version);
      w.string(Tag::kOctetString, scalar);
      if (!parameters.empty()) w.string(der::context_constructed(0), parameters);
      if (!bits.empty()) {
        auto public_key = w.open(der::context_constructed(1));
        w.string(Tag::kBitString, bits);
      }
      w.raw(after);
    }
    return std::move(w).finish();
  }
};

TEST_CASE("keys::decode_ec_private_key: OpenSSL's files", "[keys][rfc5915]") {
  const auto name = GENERATE(values<std::string>({"p256", "p384", "p521"}));
  const auto expected = test::public_half_of_fixture(name);
  CHECK(public_half(decode_ec_private_key(test::fixture("keys/" + name + "-sec1.der"))) == expected);
  CHECK(public_half(decode_ec_private_key(test::fixture("keys/" + name + "-sec1-no-public.der"))) == expected);
  CHECK(public_half(decode_ec_private_key(test::pem_fixture("keys/" + name + "-sec1-compressed.pem"))) == expected);
}

TEST_CASE("keys::decode_ec_private_key: scalars of other lengths", "[keys]") {
  const auto expected = public_half(decode_ec_private_key(Parts{}.der()));
  REQUIRE(expected.starts_with("30"));
  auto longer = Parts{};
  longer.scalar.insert(longer.scalar.begin(), 2, 0);
  CHECK(public_half(decode_ec_private_key(longer.der())) == expected);

  // openssl ec -in key -text: 2 and 00..02 are the same key.
  auto two = Parts{.scalar = {2}, .bits = {}}, whole = Parts{.scalar = Buffer(32), .bits = {}};
  whole.scalar[31] = 2;
  CHECK(public_half(decode_ec_private_key(two.der())) == public_half(decode_ec_private_key(whole.der())));
}

TEST_CASE("keys::decode_ec_private_key: the curve inside, outside, or both", "[keys][rfc5915]") {
  const auto without = Parts{.parameters = {}}.der(), with = Parts{}.der();
  const auto expected = public_half(decode_ec_private_key(with));
  CHECK(public_half(decode_ec_private_key(without, Curve::kP256)) == expected);
  CHECK(public_half(decode_ec_private_key(with, Curve::kP256)) == expected);
  CHECK(error_of(decode_ec_private_key(with, Curve::kP384)) == "KEY_MALFORMED");
  CHECK(error_of(decode_ec_private_key(without)) == "KEY_MALFORMED");
}

TEST_CASE("keys::decode_ec_private_key: structures that are none", "[keys]") {
  const auto whole = Parts{}.der();
  auto trailing = whole, primitive = whole;
  trailing.push_back(0x30);
  primitive[0] = 0x10;
  auto hybrid = Parts{}.bits;
  hybrid[1] = 0x07;
  auto off_curve = Parts{}.bits;
  off_curve.back() ^= 1;
  const auto generator =
      hex("00046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce3357"
          "6b315"
          "ececbb6406837bf51f5");  // SEC 2 2.4.2
  struct Case {
    std::string_view name;
    Buffer der;
    std::string error;
  };
  const auto c = GENERATE_COPY(values<Case>({
      {"whole", whole, ""},
      {"version 0", Parts{.version = {0}}.der(), "KEY_VERSION_UNSUPPORTED"},
      {"version 2", Parts{.version = {2}}.der(), "KEY_VERSION_UNSUPPORTED"},
      {"version of no octets", Parts{.version = {}}.der(), "KEY_MALFORMED"},
      {"scalar of no octets", Parts{.scalar = {}}.der(), "KEY_MALFORMED"},
      {"scalar 0", Parts{.scalar = Buffer(32)}.der(), "EC_SCALAR_OUT_OF_RANGE"},
      {"scalar beyond the order", Parts{.scalar = Buffer(32, 0xff)}.der(), "EC_SCALAR_OUT_OF_RANGE"},
      {"scalar too long", Parts{.scalar = Buffer(33, 1)}.der(), "EC_SCALAR_OUT_OF_RANGE"},
      {"point of another key", Parts{.bits = generator}.der(), "EC_PUBLIC_KEY_MISMATCH"},
      {"point beside the curve", Parts{.bits = off_curve}.der(), "EC_POINT_INVALID"},
      {"point too short", Parts{.bits = hex("0004aabb")}.der(), "EC_POINT_INVALID"},
      {"point in hybrid form", Parts{.bits = hybrid}.der(), "KEY_MALFORMED"},
      {"point at infinity", Parts{.bits = hex("0000")}.der(), "KEY_MALFORMED"},
      {"point of no octets", Parts{.bits = hex("00")}.der(), "KEY_MALFORMED"},
      {"point with unused bits", Parts{.bits = hex("0704aabb")}.der(), "KEY_MALFORMED"},
      {"secp256k1", Parts{.parameters = hex("06052b8104000a")}.der(), "CURVE_UNSUPPORTED secp256k1"},
      {"P-224", Parts{.parameters = hex("06052b81040021")}.der(), "CURVE_UNSUPPORTED P-224"},
      {"brainpoolP256r1", Parts{.parameters = hex("06092b2403030208010107")}.der(),
       "CURVE_UNSUPPORTED a Brainpool curve"},
      {"unknown curve", Parts{.parameters = hex("06022a03")}.der(),
       "CURVE_UNSUPPORTED a curve with an unknown identifier"},
      {"explicit curve", Parts{.parameters = hex("3003020101")}.der(),
       "CURVE_UNSUPPORTED parameters of a curve that has no name"},
      {"implicit curve", Parts{.parameters = hex("0500")}.der(), "CURVE_UNSUPPORTED an implicit curve"},
      {"curve of another type", Parts{.parameters = hex("020101")}.der(), "KEY_MALFORMED"},
      {"curve cut", Parts{.parameters = hex("06082a86")}.der(), "KEY_MALFORMED"},
      {"two curves", Parts{.parameters = hex("06082a8648ce3d03010706082a8648ce3d030107")}.der(), "KEY_MALFORMED"},
      {"something behind", Parts{.after = hex("0500")}.der(), "KEY_MALFORMED"},
      {"parameters behind the point", Parts{.parameters = {}, .after = hex("a00a06082a8648ce3d030107")}.der(),
       "KEY_MALFORMED"},
      {"octet behind", trailing, "DER_TRAILING"},
      {"not constructed", primitive, "DER_MALFORMED"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(error_of(decode_ec_private_key(c.der)) == c.error); }
}

TEST_CASE("keys::decode_ec_private_key: P-256 written out is P-256", "[keys]") {
  const auto key = decode_ec_private_key(test::pem_fixture("wrong/p256-explicit-curve.pem"));
  REQUIRE(key);
  CHECK(std::get<crypto::EcPrivateKey>(*key).public_key.curve == crypto::Curve::kP256);
}

TEST_CASE("keys::decode_ec_private_key: cut at every length", "[keys]") {
  const auto whole = test::fixture("keys/p521-sec1.der");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Buffer cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    CAPTURE(size);
    CHECK(error_of(decode_ec_private_key(cut)) == "DER_TRUNCATED");
  }
}

TEST_CASE("keys::decode_ec_private_key: with one bit changed it is refused", "[keys]") {
  auto der = test::fixture("keys/p256-sec1.der");
  for (std::size_t bit = 0; bit < der.size() * 8; ++bit) {
    const auto mask = static_cast<std::uint8_t>(1U << bit % 8);
    der[bit / 8] ^= mask;
    CAPTURE(bit);
    CHECK_FALSE(decode_ec_private_key(der));
    der[bit / 8] ^= mask;
  }
}

}  // namespace
}  // namespace popcert::keys
