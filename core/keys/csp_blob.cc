#include "keys/csp_blob.h"

#include "keys/rsa_numbers.h"

namespace popcert::keys {
namespace {

constexpr std::size_t kHeadOctets = 20, kPvkHeadOctets = 24;
constexpr std::uint32_t kKeyExchange = 0xa400, kSignature = 0x2400;             // CALG_RSA_KEYX, CALG_RSA_SIGN
constexpr std::uint32_t kPublicMagic = 0x31415352, kPrivateMagic = 0x32415352;  // "RSA1", "RSA2"
constexpr std::uint32_t kPvkMagic = 0xb0b5f11e;

std::uint32_t number_at(Bytes octets, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 4; i-- > 0;) number = number << 8 | octets[at + i];
  return number;
}

Secret reversed(Bytes octets) {
  Secret out = Secret::copy_of(octets);
  std::reverse(out.writable().begin(), out.writable().end());
  return out;
}

}  // namespace

bool is_csp_blob(Bytes octets) {
  // bType 6 or 7, bVersion 2, reserved, aiKeyAlg.
  if (octets.size() < 12 || octets[0] < 6 || octets[0] > 7 || octets[1] != 2 || octets[2] != 0 || octets[3] != 0)
    return false;
  const auto algorithm = number_at(octets, 4);
  return algorithm == kKeyExchange || algorithm == kSignature;
}

Result<crypto::PrivateKey> decode_csp_blob(Bytes octets) {
  if (octets.size() < kHeadOctets) return Error{ErrorCode::kDerTruncated, octets.size()};
  const auto magic = number_at(octets, 8), bits = number_at(octets, 12);
  if (octets[0] == 6 || magic == kPublicMagic) return Error{ErrorCode::kObjectIsPublicKey};
  if (magic != kPrivateMagic) return Error{ErrorCode::kKeyMalformed, 8};
  const std::size_t whole = (std::size_t{bits} + 7) / 8, half = (std::size_t{bits} + 15) / 16;
  if (bits > 0xffff) return Error{ErrorCode::kRsaTooLarge, 12, bits};
  const std::size_t size = kHeadOctets + 2 * whole + 5 * half;
  if (octets.size() < size) return Error{ErrorCode::kDerTruncated, octets.size()};
  if (octets.size() > size) return Error{ErrorCode::kDerTrailing, size};

  OwnedRsaNumbers numbers;
  numbers[1] = reversed(octets.subspan(16, 4));
  std::size_t at = kHeadOctets;
  for (const std::size_t i : {0, 3, 4, 5, 6, 7, 2}) {  // modulus, primes, exponents, coefficient, privateExponent
    const std::size_t length = i == 0 || i == 2 ? whole : half;
    numbers[i] = reversed(octets.subspan(at, length));
    at += length;
  }
  return rsa_private_key(numbers);
}

bool is_pvk(Bytes octets) { return octets.size() >= 4 && number_at(octets, 0) == kPvkMagic; }

Result<crypto::PrivateKey> decode_pvk(Bytes octets) {
  // dwMagic, dwVersion, dwKeySpec, dwEncryptType, cbEncryptData (the salt), cbPvk.
  if (octets.size() < kPvkHeadOctets) return Error{ErrorCode::kDerTruncated, octets.size()};
  const auto encryption = number_at(octets, 12), salt = number_at(octets, 16), size = number_at(octets, 20);
  if (encryption != 0 || salt != 0) return Error{ErrorCode::kFormatPvkEncrypted};
  const Bytes blob = octets.subspan(kPvkHeadOctets);
  if (blob.size() < size) return Error{ErrorCode::kDerTruncated, octets.size()};
  if (!is_csp_blob(blob)) return Error{ErrorCode::kKeyMalformed, kPvkHeadOctets};
  return decode_csp_blob(blob);
}

}  // namespace popcert::keys
