#include "crypto/key.h"

#include <bit>

namespace popcert::crypto {

std::size_t field_octets(Curve curve) {
  switch (curve) {
    case Curve::kP256: return 32;
    case Curve::kP384: return 48;
    case Curve::kP521: return 66;
  }
  return 0;
}

std::size_t key_bits(const PublicKey& key) {
  if (const auto* rsa = std::get_if<RsaPublicKey>(&key)) {
    if (rsa->modulus.empty()) return 0;
    return 8 * (rsa->modulus.size() - 1) + static_cast<std::size_t>(std::bit_width(rsa->modulus.front()));
  }
  switch (std::get_if<EcPublicKey>(&key)->curve) {
    case Curve::kP256: return 256;
    case Curve::kP384: return 384;
    case Curve::kP521: return 521;
  }
  return 0;
}

PublicKey public_key_of(const PrivateKey& key) {
  if (const auto* rsa = std::get_if<RsaPrivateKey>(&key)) return rsa->public_key;
  return std::get_if<EcPrivateKey>(&key)->public_key;
}

}  // namespace popcert::crypto
