#include "crypto/hash_class.h"

#include <algorithm>

namespace popcert::crypto {
namespace {

constexpr HashFacts kHashes[] = {
#define POPCERT_HASH(enumerator, name, oid, hmac, function) {Hash::enumerator, name, oid, hmac},
#include "algorithms.inc"
};

constexpr const br_hash_class* kClasses[] = {
#define POPCERT_HASH(enumerator, name, oid, hmac, function) &function,
#include "algorithms.inc"
};

}  // namespace

const HashFacts& facts_of(Hash hash) { return kHashes[static_cast<std::size_t>(hash)]; }

std::optional<Hash> hash_of_oid(Bytes oid) {
  for (const auto& facts : kHashes) {
    if (equal(facts.oid, oid)) return facts.hash;
  }
  return std::nullopt;
}

std::optional<Hash> hash_of_hmac_oid(Bytes oid) {
  for (const auto& facts : kHashes) {
    if (!oid.empty() && equal(facts.hmac_oid, oid)) return facts.hash;
  }
  return std::nullopt;
}

const br_hash_class& hash_class(Hash hash) { return *kClasses[static_cast<std::size_t>(hash)]; }

std::size_t digest_octets(Hash hash) { return hash_class(hash).desc >> BR_HASHDESC_OUT_OFF & BR_HASHDESC_OUT_MASK; }

std::size_t hash_block_octets(Hash hash) {
  return std::size_t{1} << (hash_class(hash).desc >> BR_HASHDESC_LBLEN_OFF & BR_HASHDESC_LBLEN_MASK);
}

std::array<std::uint8_t, 16> digest_info_oid(Hash hash) {
  const Bytes oid = facts_of(hash).oid;
  std::array<std::uint8_t, 16> out{static_cast<std::uint8_t>(oid.size())};
  std::copy(oid.begin(), oid.end(), out.begin() + 1);
  return out;
}

}  // namespace popcert::crypto
