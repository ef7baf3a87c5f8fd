#include "crypto/generate_private.h"

#include <array>

#include "crypto/constant_time.h"
#include "crypto/curves.h"
#include "crypto/generate.h"
#include "crypto/generator.h"
#include "crypto/rsa.h"

namespace popcert::crypto {
namespace {

const Error kNoRandom{ErrorCode::kRandomFailed};

std::uint8_t* unconst(Bytes octets) { return const_cast<std::uint8_t*>(octets.data()); }

}  // namespace

Result<EcPrivateKey> generate_ec_private_key(Curve curve, Bytes seed) {
  if (!seed_usable(seed)) return kNoRandom;
  Generator generator(seed);
  const br_ec_impl& arithmetic = implementation(curve);
  EcPrivateKey key{{curve, Buffer(1 + 2 * field_octets(curve))}, Secret(field_octets(curve))};
  br_ec_private_key numbers;
  if (br_ec_keygen(generator.prng(), &arithmetic, &numbers, key.scalar.writable().data(), curve_id(curve)) !=
      key.scalar.size())
    return kNoRandom;
  auto& point = key.public_key.point;
  if (arithmetic.mulgen(point.data(), numbers.x, numbers.xlen, curve_id(curve)) != point.size()) return kNoRandom;
  popcert_declassify(point.data(), point.size());
  return key;
}

Result<RsaPrivateKey> generate_rsa_private_key(unsigned bits, Bytes seed) {
  if (!seed_usable(seed)) return kNoRandom;
  Generator generator(seed);
  Secret private_half(BR_RSA_KBUF_PRIV_SIZE(kRsaMaxBits));
  std::array<std::uint8_t, BR_RSA_KBUF_PUB_SIZE(kRsaMaxBits)> public_half;
  br_rsa_private_key numbers;
  br_rsa_public_key public_key;
  std::uint32_t made = br_rsa_i31_keygen(generator.prng(), &numbers, private_half.writable().data(), &public_key,
                                         public_half.data(), bits, kRsaExponent);
  // Whether there is a key, and its public half, are no secrets.
  popcert_declassify(&made, sizeof made);
  popcert_declassify(public_half.data(), public_half.size());
  if (made == 0) return kNoRandom;
  // The lengths of the primes are half the modulus': public. What `make_rsa_private_key` would check is true of these.
  return RsaPrivateKey{{to_buffer({public_key.n, public_key.nlen}), to_buffer({public_key.e, public_key.elen})},
                       Secret::copy_of({numbers.p, numbers.plen}),
                       Secret::copy_of({numbers.q, numbers.qlen}),
                       Secret::copy_of({numbers.dp, numbers.dplen}),
                       Secret::copy_of({numbers.dq, numbers.dqlen}),
                       Secret::copy_of({numbers.iq, numbers.iqlen})};
}

Result<Secret> private_exponent(const RsaPrivateKey& key) {
  const br_rsa_private_key numbers{.n_bitlen = static_cast<std::uint32_t>(key_bits(key.public_key)),
                                   .p = unconst(key.p.expose()),
                                   .plen = key.p.size(),
                                   .q = unconst(key.q.expose()),
                                   .qlen = key.q.size(),
                                   .dp = nullptr,
                                   .dplen = 0,
                                   .dq = nullptr,
                                   .dqlen = 0,
                                   .iq = nullptr,
                                   .iqlen = 0};
  std::uint32_t exponent = 0;
  for (const std::uint8_t octet : key.public_key.exponent) exponent = exponent << 8 | octet;
  Secret d(key.public_key.modulus.size());
  if (br_rsa_i31_compute_privexp(d.writable().data(), &numbers, exponent) != d.size())
    return Error{ErrorCode::kRsaUnusable};
  return d;
}

}  // namespace popcert::crypto
