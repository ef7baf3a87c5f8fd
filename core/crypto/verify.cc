#include "crypto/verify.h"

#include <algorithm>
#include <array>

#include "crypto/curves.h"
#include "crypto/digest.h"
#include "crypto/ecdsa_octets.h"
#include "crypto/hash_class.h"

namespace popcert::crypto {
namespace {

// BearSSL's functions take pointers to octets they do not change, without const.
std::uint8_t* unconst(Bytes octets) { return const_cast<std::uint8_t*>(octets.data()); }

br_rsa_public_key numbers_of(const RsaPublicKey& key) {
  return {
      .n = unconst(key.modulus), .nlen = key.modulus.size(), .e = unconst(key.exponent), .elen = key.exponent.size()};
}

/// oid: of the DigestInfo as BearSSL writes them; null for a digest without one.
bool verify_pkcs1(const RsaPublicKey& key, const unsigned char* oid, Bytes digest, Bytes signature) {
  if (signature.empty()) return false;  // BearSSL copies it, and memcpy wants an address also of nothing
  const auto numbers = numbers_of(key);
  std::array<std::uint8_t, br_sha512_SIZE> signed_digest{};
  return br_rsa_i31_pkcs1_vrfy(signature.data(), signature.size(), oid, digest.size(), &numbers,
                               signed_digest.data()) != 0 &&
         equal(Bytes(signed_digest).first(digest.size()), digest);
}

bool verify_ec(const EcPublicKey& key, Bytes hash, Bytes signature) {
  const br_ec_public_key numbers{.curve = curve_id(key.curve), .q = unconst(key.point), .qlen = key.point.size()};
  return is_ecdsa_der(signature) && br_ecdsa_i31_vrfy_asn1(&implementation(key.curve), hash.data(), hash.size(),
                                                           &numbers, signature.data(), signature.size()) != 0;
}

}  // namespace

bool verify(const PublicKey& key, Bytes message, Bytes signature) {
  return verify(key, signature_hash(key), message, signature);
}

bool verify(const PublicKey& key, Hash hash, Bytes message, Bytes signature) {
  const Buffer octets = digest(hash, message);
  const auto* rsa = std::get_if<RsaPublicKey>(&key);
  return rsa != nullptr ? verify_pkcs1(*rsa, digest_info_oid(hash).data(), octets, signature)
                        : verify_ec(*std::get_if<EcPublicKey>(&key), octets, signature);
}

bool verify_without_digest_info(const RsaPublicKey& key, Hash hash, Bytes message, Bytes signature) {
  return verify_pkcs1(key, nullptr, digest(hash, message), signature);
}

bool verify_pss(const RsaPublicKey& key, Hash hash, Bytes message, Bytes signature) {
  if (signature.size() != key.modulus.size()) return false;
  Buffer encoded = to_buffer(signature);
  const auto numbers = numbers_of(key);
  if (br_rsa_i31_public(encoded.data(), encoded.size(), &numbers) == 0) return false;
  // EMSA-PSS-VERIFY: [00] maskedDB || H || BC, where the mask is MGF1(H) and DB is 00... 01 || salt.
  std::span<std::uint8_t> em(encoded);
  const std::size_t spare_bits = 8 * em.size() - (key_bits(key) - 1);
  if (spare_bits == 8) em = em.subspan(1);
  const std::size_t hash_octets = digest_octets(hash);
  if (em.size() < 2 * hash_octets + 2 || em.back() != 0xbc) return false;
  const auto masked = em.first(em.size() - hash_octets - 1);
  const Bytes h = em.subspan(masked.size(), hash_octets);
  for (std::size_t at = 0, counter = 0; at < masked.size(); ++counter) {
    Buffer input = to_buffer(h);
    for (int shift = 24; shift >= 0; shift -= 8) input.push_back(static_cast<std::uint8_t>(counter >> shift));
    for (const auto octet : digest(hash, input)) {
      if (at < masked.size()) masked[at++] ^= octet;
    }
  }
  masked[0] = static_cast<std::uint8_t>(masked[0] & 0xff >> spare_bits % 8);
  const auto one = std::find_if(masked.begin(), masked.end(), [](auto octet) { return octet != 0; });
  if (one == masked.end() || *one != 1) return false;
  Buffer hashed(8);
  append(hashed, digest(hash, message));
  hashed.insert(hashed.end(), one + 1, masked.end());
  return equal(digest(hash, hashed), h);
}

}  // namespace popcert::crypto
