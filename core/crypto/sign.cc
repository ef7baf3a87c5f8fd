#include "crypto/sign.h"

#include "crypto/constant_time.h"
#include "crypto/curves.h"
#include "crypto/digest.h"
#include "crypto/ecdsa_octets.h"
#include "crypto/hash_class.h"

namespace popcert::crypto {
namespace {

// BearSSL's functions take pointers to octets they do not change, without const.
std::uint8_t* unconst(Bytes octets) { return const_cast<std::uint8_t*>(octets.data()); }

Secret sign_rsa(const RsaPrivateKey& key, Hash algorithm, Bytes hash) {
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
  Secret signature(key.public_key.modulus.size());
  // Its answer is not looked at: it depends on secret numbers, and the caller verifies the signature.
  br_rsa_i31_pkcs1_sign(digest_info_oid(algorithm).data(), hash.data(), hash.size(), &numbers,
                        signature.writable().data());
  popcert_declassify(signature.writable().data(), signature.size());
  return signature;
}

Secret sign_ec(const EcPrivateKey& key, Bytes hash) {
  const Curve curve = key.public_key.curve;
  const br_ec_private_key numbers{
      .curve = curve_id(curve), .x = unconst(key.scalar.expose()), .xlen = key.scalar.size()};
  Secret room(2 * kEcdsaMaxOctets);  // br_ecdsa_raw_to_asn1 works in place and asks for some room
  // The H of RFC 6979 is the hash of the message.
  std::size_t size = br_ecdsa_i31_sign_asn1(&implementation(curve), &hash_class(facts_of(curve).hash), hash.data(),
                                            &numbers, room.writable().data());
  popcert_declassify(&size, sizeof size);
  popcert_declassify(room.writable().data(), size);
  return Secret::copy_of(room.expose().first(size));
}

}  // namespace

Secret sign(const PrivateKey& key, Bytes message) {
  const Hash algorithm = signature_hash(public_key_of(key));
  const Buffer hash = digest(algorithm, message);
  const auto* rsa = std::get_if<RsaPrivateKey>(&key);
  return rsa != nullptr ? sign_rsa(*rsa, algorithm, hash) : sign_ec(*std::get_if<EcPrivateKey>(&key), hash);
}

}  // namespace popcert::crypto
