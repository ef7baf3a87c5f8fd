#include "crypto/sign.h"

#include <array>

#include "crypto/constant_time.h"
#include "crypto/curves.h"

namespace popcert::crypto {
namespace {

// The longest ECDSA-Sig-Value of a P-521 key: a SEQUENCE of two INTEGERs of 66 octets.
constexpr std::size_t kEcdsaMaxOctets = 3 + 2 * (2 + 66);

// BearSSL's functions take pointers to octets they do not change, without const.
std::uint8_t* unconst(Bytes octets) { return const_cast<std::uint8_t*>(octets.data()); }

Buffer sign_rsa(const RsaPrivateKey& key, Bytes hash) {
  const br_rsa_private_key numbers{
      .n_bitlen = static_cast<std::uint32_t>(key_bits(key.public_key)),
      .p = unconst(key.p.expose()),
      .plen = key.p.size(),
      .q = unconst(key.q.expose()),
      .qlen = key.q.size(),
      .dp = unconst(key.dp.expose()),
      .dplen = key.dp.size(),
      .dq = unconst(key.dq.expose()),
      .dqlen = key.dq.size(),
      .iq = unconst(key.qinv.expose()),
      .iqlen = key.qinv.size(),
  };
  Buffer signature(key.public_key.modulus.size());
  // Its answer is not looked at: it depends on secret numbers, and the caller verifies the signature.
  br_rsa_i31_pkcs1_sign(BR_HASH_OID_SHA256, hash.data(), hash.size(), &numbers, signature.data());
  popcert_declassify(signature.data(), signature.size());
  return signature;
}

bool verify_rsa(const RsaPublicKey& key, Hash hash, Bytes digest, Bytes signature) {
  const br_rsa_public_key numbers{
      .n = unconst(key.modulus), .nlen = key.modulus.size(), .e = unconst(key.exponent), .elen = key.exponent.size()};
  const auto* oid = hash == Hash::kSha1     ? BR_HASH_OID_SHA1
                    : hash == Hash::kSha256 ? BR_HASH_OID_SHA256
                    : hash == Hash::kSha384 ? BR_HASH_OID_SHA384
                                            : BR_HASH_OID_SHA512;
  std::array<std::uint8_t, br_sha512_SIZE> signed_digest{};
  return br_rsa_i31_pkcs1_vrfy(signature.data(), signature.size(), oid, digest.size(), &numbers,
                               signed_digest.data()) != 0 &&
         equal(Bytes(signed_digest).first(digest.size()), digest);
}

const br_hash_class& nonce_hash(Curve curve) {  // the H of RFC 6979 is the hash of the message
  switch (curve) {
    case Curve::kP256: return br_sha256_vtable;
    case Curve::kP384: return br_sha384_vtable;
    case Curve::kP521: return br_sha512_vtable;
  }
  return br_sha256_vtable;
}

Buffer sign_ec(const EcPrivateKey& key, Bytes hash) {
  const Curve curve = key.public_key.curve;
  const br_ec_private_key numbers{
      .curve = curve_id(curve), .x = unconst(key.scalar.expose()), .xlen = key.scalar.size()};
  Buffer signature(2 * kEcdsaMaxOctets);  // br_ecdsa_raw_to_asn1 works in place and asks for some room
  std::size_t size =
      br_ecdsa_i31_sign_asn1(&implementation(curve), &nonce_hash(curve), hash.data(), &numbers, signature.data());
  popcert_declassify(&size, sizeof size);
  popcert_declassify(signature.data(), size);
  signature.resize(size);
  return signature;
}

/// Whether the octets are exactly the DER of two INTEGERs. BearSSL also reads lengths and integers that are not
/// minimal, and a negative INTEGER as positive; a service may refuse the certificate for either.
bool is_der_signature(Bytes signature) {
  if (signature.size() > kEcdsaMaxOctets) return false;
  std::array<std::uint8_t, 2 * kEcdsaMaxOctets> octets{};
  std::copy(signature.begin(), signature.end(), octets.begin());
  const std::size_t raw = br_ecdsa_asn1_to_raw(octets.data(), signature.size());
  if (raw == 0 || raw > 2 * field_octets(Curve::kP521)) return false;
  const std::size_t der = br_ecdsa_raw_to_asn1(octets.data(), raw);
  return equal(signature, Bytes(octets).first(der));
}

bool verify_ec(const EcPublicKey& key, Bytes hash, Bytes signature) {
  const br_ec_public_key numbers{.curve = curve_id(key.curve), .q = unconst(key.point), .qlen = key.point.size()};
  return is_der_signature(signature) && br_ecdsa_i31_vrfy_asn1(&implementation(key.curve), hash.data(), hash.size(),
                                                               &numbers, signature.data(), signature.size()) != 0;
}

}  // namespace

Hash signature_hash(const PublicKey& key) {
  const auto* ec = std::get_if<EcPublicKey>(&key);
  if (!ec) return Hash::kSha256;
  switch (ec->curve) {
    case Curve::kP256: return Hash::kSha256;
    case Curve::kP384: return Hash::kSha384;
    case Curve::kP521: return Hash::kSha512;
  }
  return Hash::kSha256;
}

Result<Buffer> sign(const PrivateKey& key, Bytes message) {
  const PublicKey public_key = public_key_of(key);
  const Buffer hash = digest(signature_hash(public_key), message);
  const auto* rsa = std::get_if<RsaPrivateKey>(&key);
  Buffer signature = rsa ? sign_rsa(*rsa, hash) : sign_ec(*std::get_if<EcPrivateKey>(&key), hash);
  // A wrong RSA-CRT result gives a factor of the modulus away (Boneh, DeMillo, Lipton 1997): it may not leave here.
  if (!verify(public_key, message, signature)) {
    wipe(signature);
    return Error{ErrorCode::kSignatureFailed};
  }
  return signature;
}

bool verify(const PublicKey& key, Bytes message, Bytes signature) {
  return verify(key, signature_hash(key), message, signature);
}

bool verify(const PublicKey& key, Hash hash, Bytes message, Bytes signature) {
  const Buffer octets = digest(hash, message);
  const auto* rsa = std::get_if<RsaPublicKey>(&key);
  return rsa ? verify_rsa(*rsa, hash, octets, signature)
             : verify_ec(*std::get_if<EcPublicKey>(&key), octets, signature);
}

}  // namespace popcert::crypto
