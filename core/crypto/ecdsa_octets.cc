#include "crypto/ecdsa_octets.h"

#include <bearssl.h>

#include <algorithm>
#include <array>

namespace popcert::crypto {

bool is_ecdsa_der(Bytes signature) {
  if (signature.size() > kEcdsaMaxOctets) return false;
  std::array<std::uint8_t, 2 * kEcdsaMaxOctets> octets{};
  std::copy(signature.begin(), signature.end(), octets.begin());
  const std::size_t raw = br_ecdsa_asn1_to_raw(octets.data(), signature.size());
  if (raw == 0 || raw > 2 * kMaxFieldOctets) return false;
  const std::size_t der = br_ecdsa_raw_to_asn1(octets.data(), raw);
  return equal(signature, Bytes(octets).first(der));
}

std::optional<Buffer> ecdsa_der_of_raw(Curve curve, Bytes raw) {
  if (raw.size() != 2 * field_octets(curve)) return std::nullopt;
  Buffer octets(2 * kEcdsaMaxOctets);
  std::copy(raw.begin(), raw.end(), octets.begin());
  octets.resize(br_ecdsa_raw_to_asn1(octets.data(), raw.size()));
  return octets;
}

}  // namespace popcert::crypto
