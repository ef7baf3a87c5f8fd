#pragma once

#include <optional>
#include <string_view>

#include "crypto/key.h"

namespace popcert::x509 {

/// What a certificate says it is signed with. Read and written by one table, in signature_algorithm.cc.
enum class SignatureAlgorithm : std::uint8_t {
  kRsaMd2,
  kRsaMd5,
  kRsaSha1,
  kRsaSha224,
  kRsaSha256,
  kRsaSha384,
  kRsaSha512,
  kRsaPss,
  kEcdsaSha1,
  kEcdsaSha224,
  kEcdsaSha256,
  kEcdsaSha384,
  kEcdsaSha512,
  kOiwSha1,  // SHA-1 with RSA or DSA as in 1990
  kEd25519,
  kEd448,
  kUnknown,
};

enum class Strength : std::uint8_t {
  kVerified,   // accepted where it verifies
  kWeak,       // made with SHA-1, MD5 or MD2: not accepted
  kUnchecked,  // not verified here
};

struct SignatureAlgorithmFacts {
  SignatureAlgorithm algorithm;
  Bytes oid;
  std::string_view text;  // "RSA, SHA-256"
  Strength strength;
  bool rsa = false;
  std::optional<crypto::Hash> hash = std::nullopt;  // where it can be verified, of a weak one too
};

const SignatureAlgorithmFacts& facts_of(SignatureAlgorithm algorithm);

/// algorithm   AlgorithmIdentifier as TLV; its parameters are not looked at
SignatureAlgorithm decode_signature_algorithm(Bytes algorithm);

/// The AlgorithmIdentifier of one that is signed with here: NULL for RSA (RFC 4055 5), nothing for ECDSA (RFC 5758
/// 3.2).
Buffer encode_signature_algorithm(SignatureAlgorithm algorithm);

/// What a CA with this key signs with here (`crypto::signature_hash`).
SignatureAlgorithm signature_algorithm_of(const crypto::PublicKey& key);

}  // namespace popcert::x509
