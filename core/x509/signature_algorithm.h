#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "crypto/key.h"

namespace popcert::x509 {

enum class Strength : std::uint8_t {
  kVerified,   // accepted where it verifies
  kWeak,       // made with SHA-1, MD5 or MD2: not accepted
  kUnchecked,  // not verified here
};

/// What a certificate says it is signed with: a row of the one table, in signature_algorithm.cc.
struct SignatureAlgorithm {
  der::oid::Oid oid;      // empty where there are several, or none is known
  std::string_view text;  // "RSA, SHA-256"
  Strength strength;
  bool rsa = false;
  std::optional<crypto::Hash> hash = std::nullopt;  // where it can be verified, of a weak one too
};

/// Those that have an OBJECT IDENTIFIER of their own.
std::span<const SignatureAlgorithm> all_signature_algorithms();

/// algorithm   AlgorithmIdentifier as TLV; its parameters are not looked at
/// Returns     a row of the table, or one whose text is "SHA-1" (of the OIW) or "unknown"
const SignatureAlgorithm& decode_signature_algorithm(Bytes algorithm);

/// The AlgorithmIdentifier of one that is signed with here: NULL for RSA (RFC 4055 5), nothing for ECDSA (RFC 5758
/// 3.2).
Buffer encode_signature_algorithm(const SignatureAlgorithm& algorithm);

/// What a CA with this key signs with here (`crypto::signature_hash`).
const SignatureAlgorithm& signature_algorithm_of(const crypto::PublicKey& key);

}  // namespace popcert::x509
