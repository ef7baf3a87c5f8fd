#include "crypto/rsa.h"

#include <array>
#include <bit>

#include "crypto/constant_time.h"
#include "crypto/i31.h"

namespace popcert::crypto {
namespace {

// br_rsa_i31_private keeps six numbers of the longer factor's length in 8 * 70 words, each an even number of words, one
// of them the bit length; it gives up beyond.
constexpr std::size_t kFactorMaxOctets = 352;

struct Relation {
  std::string_view name;
  std::uint32_t holds;  // 1 or 0, not a bool: nothing may branch on one before all are known
};

Bytes significant(Bytes number) {
  while (!number.empty() && number.front() == 0) number = number.subspan(1);
  return number;
}

std::size_t bits(Bytes significant) {
  if (significant.empty()) return 0;
  return 8 * (significant.size() - 1) + static_cast<std::size_t>(std::bit_width(significant.front()));
}

/// Odd, at least 3, at most 32 bits: what BearSSL and every common verifier work with.
bool exponent_usable(Bytes e) {
  if (e.empty() || e.size() > 4) return false;
  return (e.back() & 1) != 0 && (e.size() > 1 || e.back() >= 3);
}

Error exponent_error(Bytes e) {
  const auto size = static_cast<std::int64_t>(bits(e));
  return {size > 32 ? ErrorCode::kPublicExponentTooLarge : ErrorCode::kPublicExponentUnusable, 0, size};
}

std::uint32_t is_one(Integer x) {
  x[1] ^= 1;
  return br_i31_iszero(x);
}

std::uint32_t same(Integer a, const Integer& b) {
  br_i31_sub(a, b, 1);
  return br_i31_iszero(a);
}

/// a * b mod m. Unlike BearSSL's Montgomery functions this works for the even modulus p-1 as well: br_i31_reduce
/// divides by the top words and asks nothing of the low ones.
Integer multiply_modulo(const Integer& a, const Integer& b, const Integer& m) {
  Integer product, remainder;
  product[0] = a[0];
  br_i31_mulacc(product, a, b);
  br_i31_reduce(remainder, product, m);
  return remainder;
}

/// How d, e and the exponent of one prime stand to each other, for an odd prime > 1.
struct Half {
  std::uint32_t inverse;  // d*e = 1 mod prime-1
  std::uint32_t reduced;  // crt_exponent = d mod prime-1
};

Half check_half(const Integer& prime, Bytes d, Bytes crt_exponent, const Integer& e) {
  Integer order = prime;  // prime - 1
  order[1] &= ~std::uint32_t{1};
  Integer d_reduced, exponent;
  br_i31_decode_reduce(d_reduced, d.data(), d.size(), order);
  const std::uint32_t below = br_i31_decode_mod(exponent, crt_exponent.data(), crt_exponent.size(), order);
  return {is_one(multiply_modulo(d_reduced, e, order)), below & same(d_reduced, exponent)};
}

std::uint32_t check_product(const Integer& p, const Integer& q, std::size_t octets, Bytes n) {
  Integer product;
  product[0] = p[0];
  br_i31_mulacc(product, p, q);
  Secret encoded(octets);
  br_i31_encode(encoded.writable().data(), octets, product);
  std::uint32_t fits = 0;
  const Secret expected = fitted(n, octets, fits);
  return fits & same_octets(encoded.expose(), expected.expose());
}

std::uint32_t check_coefficient(const Integer& p, const Integer& q, Bytes qinv) {
  Integer coefficient;
  const std::uint32_t below = br_i31_decode_mod(coefficient, qinv.data(), qinv.size(), p);
  return below & is_one(multiply_modulo(q, coefficient, p));
}

}  // namespace

Result<RsaPrivateKey> make_rsa_private_key(const RsaNumbers& numbers) {
  const Bytes n = significant(numbers.n), e = significant(numbers.e);
  const Bytes p = significant(numbers.p), q = significant(numbers.q);
  if (bits(n) > kRsaMaxBits) return Error{ErrorCode::kRsaTooLarge, 0, static_cast<std::int64_t>(bits(n))};
  if (!exponent_usable(e)) return exponent_error(e);
  // Lengths first: below them every number has its room. A factor this short or a product this long is no honest key.
  if (bits(p) < 2) return Error{ErrorCode::kRsaInconsistent, 0, 0, "p > 1"};
  if (bits(q) < 2) return Error{ErrorCode::kRsaInconsistent, 0, 0, "q > 1"};
  const std::size_t product_octets = p.size() + q.size();
  if (product_octets != n.size() && product_octets != n.size() + 1)
    return Error{ErrorCode::kRsaInconsistent, 0, 0, "n = p*q"};

  std::uint32_t d_fits = 0, dp_fits = 0, dq_fits = 0, qinv_fits = 0;
  const Secret d = fitted(numbers.d, n.size(), d_fits);
  RsaPrivateKey key{{to_buffer(n), to_buffer(e)},
                    Secret::copy_of(p),
                    Secret::copy_of(q),
                    fitted(numbers.dp, p.size(), dp_fits),
                    fitted(numbers.dq, q.size(), dq_fits),
                    fitted(numbers.qinv, p.size(), qinv_fits)};

  const Integer p_number(p), q_number(q), e_number(e);
  const Half p_half = check_half(p_number, d.expose(), key.dp.expose(), e_number);
  const Half q_half = check_half(q_number, d.expose(), key.dq.expose(), e_number);
  std::array relations{
      Relation{"p odd", p_number[1] & 1},
      Relation{"q odd", q_number[1] & 1},
      Relation{"p != q", same_octets(p, q) ^ 1},
      Relation{"n = p*q", check_product(p_number, q_number, product_octets, n)},
      Relation{"d < n", d_fits},
      Relation{"d*e = 1 mod p-1", p_half.inverse},
      Relation{"d*e = 1 mod q-1", q_half.inverse},
      Relation{"dp = d mod p-1", dp_fits & p_half.reduced},
      Relation{"dq = d mod q-1", dq_fits & q_half.reduced},
      Relation{"qinv*q = 1 mod p", qinv_fits & check_coefficient(p_number, q_number, key.qinv.expose())},
  };
  popcert_declassify(relations.data(), sizeof relations);
  for (const Relation& relation : relations)
    if (relation.holds == 0) return Error{ErrorCode::kRsaInconsistent, 0, 0, relation.name};

  if (bits(n) < kRsaMinBits) return Error{ErrorCode::kRsaTooSmall, 0, static_cast<std::int64_t>(bits(n))};
  if (std::max(p.size(), q.size()) > kFactorMaxOctets) return Error{ErrorCode::kRsaUnusable};
  return key;
}

Result<RsaPublicKey> make_rsa_public_key(Bytes modulus, Bytes exponent) {
  const Bytes n = significant(modulus), e = significant(exponent);
  if (bits(n) > kRsaMaxBits) return Error{ErrorCode::kRsaTooLarge, 0, static_cast<std::int64_t>(bits(n))};
  if (n.empty() || (n.back() & 1) == 0) return Error{ErrorCode::kCertificateKeyInvalid};
  if (!exponent_usable(e)) return exponent_error(e);
  return RsaPublicKey{to_buffer(n), to_buffer(e)};
}

}  // namespace popcert::crypto
