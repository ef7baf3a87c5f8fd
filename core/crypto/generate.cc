#include "crypto/generate.h"

#include <array>

#include "crypto/constant_time.h"
#include "crypto/curves.h"
#include "crypto/generator.h"

namespace popcert::crypto {
namespace {

constexpr unsigned kRsaBits = 2048;

}  // namespace

bool seed_usable(Bytes seed) {
  if (seed.size() < kSeedOctets) return false;
  std::uint8_t difference = 0;
  for (const std::uint8_t octet : seed) difference |= octet ^ seed[0];
  popcert_declassify(&difference, sizeof difference);
  return difference != 0;
}

Result<EcPublicKey> generate_p256_public_key(Bytes seed) {
  if (!seed_usable(seed)) return Error{ErrorCode::kRandomFailed};
  Generator generator(seed);
  const br_ec_impl& curve = implementation(Curve::kP256);
  Secret scalar(field_octets(Curve::kP256));
  br_ec_private_key private_key;
  if (br_ec_keygen(generator.prng(), &curve, &private_key, scalar.writable().data(), curve_id(Curve::kP256)) !=
      scalar.size())
    return Error{ErrorCode::kRandomFailed};
  EcPublicKey key{Curve::kP256, Buffer(1 + 2 * scalar.size())};
  if (curve.mulgen(key.point.data(), private_key.x, private_key.xlen, curve_id(Curve::kP256)) != key.point.size())
    return Error{ErrorCode::kRandomFailed};
  return key;
}

Result<RsaPublicKey> generate_rsa2048_public_key(Bytes seed) {
  if (!seed_usable(seed)) return Error{ErrorCode::kRandomFailed};
  Generator generator(seed);
  Secret private_half(BR_RSA_KBUF_PRIV_SIZE(kRsaBits));
  std::array<std::uint8_t, BR_RSA_KBUF_PUB_SIZE(kRsaBits)> public_half;
  br_rsa_private_key private_key;
  br_rsa_public_key public_key;
  if (br_rsa_i31_keygen(generator.prng(), &private_key, private_half.writable().data(), &public_key, public_half.data(),
                        kRsaBits, kRsaExponent) == 0)
    return Error{ErrorCode::kRandomFailed};
  return RsaPublicKey{to_buffer({public_key.n, public_key.nlen}), to_buffer({public_key.e, public_key.elen})};
}

}  // namespace popcert::crypto
