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

// SP 800-186 3.2.1: y^2 = x^3 - 3x + b over the integers modulo the prime. Both as long as the field.
#define POPCERT_CURVE(curve, name, oid, bits, hash, hash_name, arithmetic, id, prime, b) \
  constexpr auto curve##Prime = from_hex(prime);                                         \
  constexpr auto curve##B = from_hex(b);                                                 \
  static_assert(curve##Prime.size() == octets_of_bits(bits) && curve##B.size() == octets_of_bits(bits));
#include "algorithms.inc"

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

  /// A plain number whose square is the given one, if it has any. Each prime is 3 modulo 4, so a^((prime+1)/4)
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

const Numbers kNumbers[] = {
#define POPCERT_CURVE(curve, name, oid, bits, hash, hash_name, arithmetic, id, prime, b) \
  {arithmetic, id, curve##Prime, curve##B},
#include "algorithms.inc"
};

const Numbers& numbers_of(Curve curve) { return kNumbers[static_cast<std::size_t>(curve)]; }

}  // namespace

const br_ec_impl& implementation(Curve curve) { return numbers_of(curve).implementation; }

int curve_id(Curve curve) { return numbers_of(curve).id; }

Bytes group_order(Curve curve) {
  std::size_t size = 0;
  const unsigned char* order = implementation(curve).order(curve_id(curve), &size);
  return {order, size};
}

CurveNumbers curve_numbers(Curve curve) {
  const auto& numbers = numbers_of(curve);
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
