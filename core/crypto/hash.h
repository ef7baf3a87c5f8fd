#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "der/oid.h"

namespace popcert::crypto {

/// Each is a row of algorithms.json, and a further one is one more.
enum class Hash : std::uint8_t {
#define POPCERT_HASH(enumerator, ...) enumerator,
#include "algorithms.inc"
};

/// What is known of one.
struct HashFacts {
  Hash hash;
  std::string_view name;   // "SHA-256", for people and for programs
  der::oid::Oid oid;       // RFC 8017 B.1
  der::oid::Oid hmac_oid;  // as the PRF of PBKDF2 (RFC 8018 B.1.2); empty where none is read
};

const HashFacts& facts_of(Hash hash);

/// The one of our hashes that an OBJECT IDENTIFIER names, or nothing.
std::optional<Hash> hash_of_oid(Bytes oid);

/// Likewise by that of its HMAC.
std::optional<Hash> hash_of_hmac_oid(Bytes oid);

std::size_t digest_octets(Hash hash);

/// Octets of the blocks that the hash works on: 64, or 128 for those whose words have 64 bits.
std::size_t hash_block_octets(Hash hash);

}  // namespace popcert::crypto
