#include "keys/secret_tlv.h"

#include "crypto/constant_time.h"

namespace popcert::keys {

Secret secret_tlv(der::Tag tag, std::initializer_list<Bytes> contents) {
  std::size_t length = 0;
  for (const Bytes part : contents) length += part.size();
  std::size_t length_octets = 0;
  if (length >= 0x80) {
    for (std::size_t rest = length; rest != 0; rest >>= 8) ++length_octets;
  }
  Secret out(2 + length_octets + length);
  auto at = out.writable().begin();
  *at++ = static_cast<std::uint8_t>(tag);
  *at++ = static_cast<std::uint8_t>(length_octets == 0 ? length : 0x80 | length_octets);
  for (std::size_t left = length_octets; left-- > 0;) *at++ = static_cast<std::uint8_t>(length >> (8 * left));
  for (const Bytes part : contents) at = std::copy(part.begin(), part.end(), at);
  return out;
}

Secret secret_integer(Bytes magnitude) {
  // Counted without a branch on the octets; only the count is public, and whether a sign octet is needed.
  std::uint32_t zeros = 0, all_zero = 1, sign = 0;
  for (const std::uint8_t octet : magnitude) {
    const std::uint32_t was_zero = all_zero;
    all_zero &= crypto::is_zero(octet);
    zeros += all_zero;
    sign |= (was_zero & (all_zero ^ 1)) & (std::uint32_t{octet} >> 7);
  }
  popcert_declassify(&zeros, sizeof zeros);
  popcert_declassify(&sign, sizeof sign);
  static constexpr std::uint8_t kZero = 0;
  const bool needs_zero = sign != 0 || zeros == magnitude.size();
  return secret_tlv(der::Tag::kInteger, {Bytes(&kZero, needs_zero ? 1 : 0), magnitude.subspan(zeros)});
}

}  // namespace popcert::keys
