#include "crypto/ec.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/ec_keys.h"
#include "core/crypto/hex.h"

namespace popcert::crypto {
namespace {

using test::EcKey;
using test::hex;

// SP 800-186 3.2.1: the order n and the generator G.
struct Domain {
  std::string_view name;
  Curve curve;
  std::string_view order, generator;
};
const Domain kDomains[] = {
    {"P-256", Curve::kP256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
     "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
     "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"},
    {"P-384", Curve::kP384,
     "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
     "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7"
     "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"},
    {"P-521", Curve::kP521,
     "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
     "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
     "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a"
     "429bf97e7e31c2e5bd66"
     "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272"
     "c24088be94769fd16650"},
};

Buffer joined(std::uint8_t form, Bytes rest) {
  Buffer out(1 + rest.size(), form);
  std::copy(rest.begin(), rest.end(), out.begin() + 1);
  return out;
}

Buffer compressed(const Buffer& uncompressed) {
  const std::size_t octets = uncompressed.size() / 2;
  return joined(static_cast<std::uint8_t>(2 | (uncompressed.back() & 1)), Bytes(uncompressed).subspan(1, octets));
}

TEST_CASE("crypto::make_ec_private_key computes the public key", "[crypto][rfc6979]") {
  for (const EcKey& key : test::kEcKeys) {
    DYNAMIC_SECTION(key.name) {
      const Buffer scalar = hex(key.scalar), point = hex(key.point);
      for (const std::optional<Bytes>& claimed : {std::optional<Bytes>(), std::optional<Bytes>(point)}) {
        const auto made = make_ec_private_key(key.curve, scalar, claimed);
        REQUIRE(made);
        CHECK(made->public_key == EcPublicKey{key.curve, point});
        CHECK(equal(made->scalar.expose(), scalar));
      }
      const Buffer short_form = compressed(point);
      CHECK(bool(make_ec_private_key(key.curve, scalar, short_form)));
      Buffer negated = short_form;
      negated[0] ^= 1;
      CHECK(make_ec_private_key(key.curve, scalar, negated).error().code == ErrorCode::kEcPublicKeyMismatch);
    }
  }
}

TEST_CASE("crypto::make_ec_private_key holds the scalar's bounds", "[crypto]") {
  for (const Domain& domain : kDomains) {
    DYNAMIC_SECTION(domain.name) {
      const std::size_t octets = field_octets(domain.curve);
      const Buffer order = hex(domain.order);
      const Buffer generator = joined(4, hex(domain.generator));
      Buffer below = order, above = order;
      below.back() -= 1;
      above.back() += 1;

      for (const Buffer& refused :
           {Buffer{}, Buffer{0}, Buffer(octets), Buffer(octets + 9), order, above, Buffer(octets, 0xff),
            joined(1, Buffer(octets)), joined(1, below), joined(0xff, Buffer(1000, 0xff))}) {
        const auto made = make_ec_private_key(domain.curve, refused, std::nullopt);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == ErrorCode::kEcScalarOutOfRange);
      }

      const auto one = make_ec_private_key(domain.curve, Buffer{1}, std::nullopt);
      REQUIRE(one);
      CHECK(one->public_key.point == generator);
      CHECK(one->scalar.size() == octets);
      // (n-1) G = -G: the same x, the other y.
      const auto last = make_ec_private_key(domain.curve, joined(0, below), std::nullopt);
      REQUIRE(last);
      CHECK(equal(Bytes(last->public_key.point).first(1 + octets), Bytes(generator).first(1 + octets)));
      CHECK(last->public_key.point != generator);
      CHECK(last->scalar.size() == octets);

      // Both square roots: each compressed form becomes the point that multiplication gave.
      for (const auto* key : {&*one, &*last}) {
        const auto decoded = make_ec_public_key(domain.curve, compressed(key->public_key.point));
        REQUIRE(decoded);
        CHECK(*decoded == key->public_key);
      }
    }
  }
}

TEST_CASE("crypto::make_ec_public_key knows which x are on the curve", "[crypto]") {
  struct Case {
    std::string_view name;
    Curve curve;
    std::string_view on_curve;  // for x = 0, 1, 2 ...: whether x^3 - 3x + b is a square, by Euler's criterion in Python
  };
  const Case cases[] = {
      {"P-256", Curve::kP256, "1000011011001100010000011110010100110101000011001011111011011010"},
      {"P-384", Curve::kP384, "1011000000111101010011001011110101011011000000100101111001101101"},
      {"P-521", Curve::kP521, "1110101010110110011100001100100010000001111011110101001110001101"},
  };
  for (const Case& c : cases) {
    DYNAMIC_SECTION(c.name) {
      std::string found;
      for (std::size_t x = 0; x < c.on_curve.size(); ++x) {
        Buffer point(1 + field_octets(c.curve));
        point[0] = 2;
        point.back() = static_cast<std::uint8_t>(x);
        const auto even = make_ec_public_key(c.curve, point);
        point[0] = 3;
        const auto odd = make_ec_public_key(c.curve, point);
        REQUIRE(bool(even) == bool(odd));
        found += even ? '1' : '0';
        if (!even) continue;
        CHECK((even->point.back() & 1) == 0);
        CHECK((odd->point.back() & 1) == 1);
        CHECK(bool(make_ec_public_key(c.curve, even->point)));
        CHECK(bool(make_ec_public_key(c.curve, odd->point)));
      }
      CHECK(found == c.on_curve);
    }
  }
}

TEST_CASE("crypto::make_ec_public_key refuses what is no point", "[crypto]") {
  for (const Domain& domain : kDomains) {
    DYNAMIC_SECTION(domain.name) {
      const std::size_t octets = field_octets(domain.curve);
      const Buffer point = joined(4, hex(domain.generator));
      REQUIRE(bool(make_ec_public_key(domain.curve, point)));

      std::vector<Buffer> refused{{}, {0}, {4}, {2}, Buffer(point.size()), Buffer(1 + octets)};
      for (const std::uint8_t form : {0, 1, 5, 6, 7, 0x84}) refused.push_back(joined(form, hex(domain.generator)));
      refused.push_back(Buffer(point.begin(), point.end() - 1));
      refused.push_back(point);
      refused.back().push_back(0);
      refused.push_back(compressed(point));
      refused.back().push_back(0);
      refused.push_back(joined(2, hex(domain.generator)));
      refused.push_back(Buffer(point.begin(), point.begin() + 1 + static_cast<std::ptrdiff_t>(octets)));
      refused.push_back(joined(4, Buffer(2 * octets)));
      refused.push_back(joined(4, Buffer(2 * octets, 0xff)));
      refused.push_back(joined(2, Buffer(octets, 0xff)));
      for (std::size_t i = 1; i < point.size(); i += 5) {
        refused.push_back(point);
        refused.back()[i] ^= 0x10;
      }
      for (const Buffer& octet_string : refused) {
        INFO(test::to_hex(octet_string));
        const auto made = make_ec_public_key(domain.curve, octet_string);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == ErrorCode::kEcPointInvalid);
        CHECK(make_ec_private_key(domain.curve, Buffer{1}, octet_string).error().code == ErrorCode::kEcPointInvalid);
      }
    }
  }

  SECTION("a coordinate that is right modulo the prime but not below it") {
    // x = 5 and x = 5 + prime are one number modulo the prime; only P-521 and P-256 leave room for the second.
    const Buffer prime = hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    Buffer five(33), five_more = joined(2, prime);
    five[0] = 2;
    five.back() = 5;
    REQUIRE(bool(make_ec_public_key(Curve::kP256, five)));
    for (std::size_t i = 32, carry = 5; i > 0; --i) {  // prime + 5
      carry += five_more[i];
      five_more[i] = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    CHECK_FALSE(bool(make_ec_public_key(Curve::kP256, five_more)));
  }
}

}  // namespace
}  // namespace popcert::crypto
