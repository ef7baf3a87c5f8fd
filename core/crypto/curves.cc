#include "crypto/curves.h"

#include "crypto/i31.h"

namespace popcert::crypto {
namespace {

template <std::size_t kDigits>
consteval auto from_hex(const char (&digits)[kDigits]) {
  std::array<std::uint8_t, kDigits / 2> octets{};
  for (std::size_t i = 0; i + 1 < kDigits; ++i) {
    const char c = digits[i];
    octets[i / 2] = static_cast<std::uint8_t>(octets[i / 2] << 4 | (c <= '9' ? c - '0' : c - 'A' + 10));
  }
  return octets;
}

// SP 800-186 3.2.1: y^2 = x^3 - 3x + b over the integers modulo the prime.
constexpr auto kPrimeP256 = from_hex("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
constexpr auto kBP256 = from_hex("5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B");
constexpr auto kPrimeP384 = from_hex(
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
    "FFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF");
constexpr auto kBP384 = from_hex(
    "B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE814112"
    "0314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF");
constexpr auto kPrimeP521 = from_hex(
    "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF");
constexpr auto kBP521 = from_hex(
    "0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E1"
    "56193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00");

static_assert(kPrimeP256.size() == 32 && kBP256.size() == 32);
static_assert(kPrimeP384.size() == 48 && kBP384.size() == 48);
static_assert(kPrimeP521.size() == 66 && kBP521.size() == 66);

/// Arithmetic modulo the prime of a curve, in Montgomery form.
class Field {
 public:
  Field(Bytes prime) : prime_(prime), inverse_(br_i31_ninv31(prime_.words[1])) {}

  const Integer& prime() const { return prime_; }
  /// Whether the octets are a number below the prime; then out holds its Montgomery form.
  bool decode(Bytes octets, Integer& out) const {
    const bool below = br_i31_decode_mod(out, octets.data(), octets.size(), prime_) != 0;
    br_i31_to_monty(out, prime_);
    return below;
  }
  void subtract(Integer& a, const Integer& b) const { br_i31_add(a, prime_, br_i31_sub(a, b, 1)); }
  void add(Integer& a, const Integer& b) const {
    const std::uint32_t carry = br_i31_add(a, b, 1);
    br_i31_sub(a, prime_, carry | (br_i31_sub(a, prime_, 0) ^ 1));
  }
  Integer multiply(const Integer& a, const Integer& b) const {
    Integer product;
    br_i31_montymul(product, a, b, prime_, inverse_);
    return product;
  }
  Integer plain(Integer a) const {
    br_i31_from_monty(a, prime_, inverse_);
    return a;
  }

  /// A plain number whose square is the given one, if it has any. All three primes are 3 modulo 4, so a^((prime+1)/4)
  /// is it (SEC 1 2.3.4, step 2.4.1).
  Integer square_root(const Integer& a, std::size_t octets) const {
    Integer exponent = prime_, one;
    one[0] = prime_[0];
    one[1] = 1;
    br_i31_add(exponent, one, 1);
    br_i31_rshift(exponent, 2);
    Buffer exponent_octets(octets);
    br_i31_encode(exponent_octets.data(), octets, exponent);
    Integer root = plain(a), t1, t2;
    br_i31_modpow(root, exponent_octets.data(), octets, prime_, inverse_, t1, t2);
    return root;
  }

 private:
  Integer prime_;
  std::uint32_t inverse_;
};

bool equal(Integer a, const Integer& b) {
  br_i31_sub(a, b, 1);
  return br_i31_iszero(a) != 0;
}

/// What computing on a curve takes beyond `CurveFacts`.
struct Numbers {
  const br_ec_impl& implementation;
  int id;
  Bytes prime, b;
};

Numbers numbers_of(Curve curve) {
  switch (curve) {
    case Curve::kP256: return {br_ec_p256_m31, BR_EC_secp256r1, kPrimeP256, kBP256};
    case Curve::kP384: return {br_ec_prime_i31, BR_EC_secp384r1, kPrimeP384, kBP384};
    case Curve::kP521: break;
  }
  return {br_ec_prime_i31, BR_EC_secp521r1, kPrimeP521, kBP521};
}

}  // namespace

const br_ec_impl& implementation(Curve curve) { return numbers_of(curve).implementation; }

int curve_id(Curve curve) { return numbers_of(curve).id; }

Bytes group_order(Curve curve) {
  std::size_t size = 0;
  const unsigned char* order = implementation(curve).order(curve_id(curve), &size);
  return {order, size};
}

CurveNumbers curve_numbers(Curve curve) {
  const auto numbers = numbers_of(curve);
  std::size_t size = 0;
  const unsigned char* generator = numbers.implementation.generator(numbers.id, &size);
  return {numbers.prime, numbers.b, {generator, size}};
}

std::optional<Buffer> decode_point(Curve curve, Bytes point) {
  const std::size_t octets = field_octets(curve);
  if (point.empty()) return std::nullopt;
  const bool compressed = point[0] == 0x02 || point[0] == 0x03;
  if (!compressed && point[0] != 0x04) return std::nullopt;
  if (point.size() != 1 + (compressed ? 1 : 2) * octets) return std::nullopt;

  const Field field(numbers_of(curve).prime);
  Integer x, y, b;
  if (!field.decode(point.subspan(1, octets), x)) return std::nullopt;
  field.decode(numbers_of(curve).b, b);
  Integer right = field.multiply(field.multiply(x, x), x);
  for (int i = 0; i < 3; ++i) field.subtract(right, x);
  field.add(right, b);

  Buffer uncompressed(1 + 2 * octets);
  uncompressed[0] = 0x04;
  const auto out = std::span(uncompressed).subspan(1);
  std::copy_n(point.begin() + 1, octets, out.begin());
  if (compressed) {
    Integer root = field.square_root(right, octets);
    if ((root.words[1] & 1) != (point[0] & 1)) {
      Integer negated = field.prime();
      br_i31_sub(negated, root, 1);
      root = negated;
    }
    br_i31_encode(out.data() + octets, octets, root);
  } else {
    std::copy_n(point.begin() + 1 + static_cast<std::ptrdiff_t>(octets), octets,
                out.begin() + static_cast<std::ptrdiff_t>(octets));
  }
  if (!field.decode(out.subspan(octets), y)) return std::nullopt;
  if (!equal(field.multiply(y, y), right)) return std::nullopt;
  return uncompressed;
}

}  // namespace popcert::crypto
