#include "crypto/key.h"

#include <bit>

#include "der/oid.h"
#include "der/writer.h"

namespace popcert::crypto {
namespace {

struct OtherKey {
  der::oid::Oid oid;
  std::string_view name;
};

constexpr OtherKey kOtherKeys[] = {
    {der::oid::kRsassaPss, "RSA-PSS"}, {der::oid::kEd25519, "Ed25519"}, {der::oid::kEd448, "Ed448"},
    {der::oid::kX25519, "X25519"},     {der::oid::kX448, "X448"},       {der::oid::kDsa, "DSA"},
};

}  // namespace

std::size_t key_bits(const PublicKey& key) {
  if (const auto* rsa = std::get_if<RsaPublicKey>(&key)) {
    if (rsa->modulus.empty()) return 0;
    return 8 * (rsa->modulus.size() - 1) + static_cast<std::size_t>(std::bit_width(rsa->modulus.front()));
  }
  return facts_of(std::get_if<EcPublicKey>(&key)->curve).bits;
}

Hash signature_hash(const PublicKey& key) {
  const auto* ec = std::get_if<EcPublicKey>(&key);
  return ec != nullptr ? facts_of(ec->curve).hash : Hash::kSha256;
}

PublicKey public_key_of(const PrivateKey& key) {
  if (const auto* rsa = std::get_if<RsaPrivateKey>(&key)) return rsa->public_key;
  return std::get_if<EcPrivateKey>(&key)->public_key;
}

std::string_view name_of_other_key(Bytes algorithm) {
  for (const auto& other : kOtherKeys) {
    if (equal(other.oid, algorithm)) return other.name;
  }
  return {};
}

void write_algorithm(der::Writer& out, const PublicKey& key) {
  auto algorithm = out.open(der::Tag::kSequence);
  if (const auto* ec = std::get_if<EcPublicKey>(&key)) {
    out.string(der::Tag::kOid, der::oid::kEcPublicKey);
    out.string(der::Tag::kOid, facts_of(ec->curve).oid);
  } else {
    out.string(der::Tag::kOid, der::oid::kRsaEncryption);
    out.null();
  }
}

}  // namespace popcert::crypto
