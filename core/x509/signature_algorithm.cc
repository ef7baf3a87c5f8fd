#include "x509/signature_algorithm.h"

#include "der/algorithm.h"
#include "der/oid.h"
#include "der/writer.h"

namespace popcert::x509 {
namespace {

using crypto::Hash;
using enum SignatureAlgorithm;
namespace oid = der::oid;

// In the order of the enumeration. RFC 8017 C, RFC 3279 2.2.3, RFC 5758 3.2, RFC 8410 3.
constexpr SignatureAlgorithmFacts kFacts[] = {
    {kRsaMd2, oid::kMd2WithRsa, "RSA, MD2", Strength::kWeak, true},
    {kRsaMd5, oid::kMd5WithRsa, "RSA, MD5", Strength::kWeak, true},
    {kRsaSha1, oid::kSha1WithRsa, "RSA, SHA-1", Strength::kWeak, true, Hash::kSha1},
    {kRsaSha224, oid::kSha224WithRsa, "RSA, SHA-224", Strength::kUnchecked, true},
    {kRsaSha256, oid::kSha256WithRsa, "RSA, SHA-256", Strength::kVerified, true, Hash::kSha256},
    {kRsaSha384, oid::kSha384WithRsa, "RSA, SHA-384", Strength::kVerified, true, Hash::kSha384},
    {kRsaSha512, oid::kSha512WithRsa, "RSA, SHA-512", Strength::kVerified, true, Hash::kSha512},
    {kRsaPss, oid::kRsassaPss, "RSA-PSS", Strength::kUnchecked, true},
    {kEcdsaSha1, oid::kEcdsaWithSha1, "ECDSA, SHA-1", Strength::kWeak, false, Hash::kSha1},
    {kEcdsaSha224, oid::kEcdsaWithSha224, "ECDSA, SHA-224", Strength::kUnchecked},
    {kEcdsaSha256, oid::kEcdsaWithSha256, "ECDSA, SHA-256", Strength::kVerified, false, Hash::kSha256},
    {kEcdsaSha384, oid::kEcdsaWithSha384, "ECDSA, SHA-384", Strength::kVerified, false, Hash::kSha384},
    {kEcdsaSha512, oid::kEcdsaWithSha512, "ECDSA, SHA-512", Strength::kVerified, false, Hash::kSha512},
    {kOiwSha1, {}, "SHA-1", Strength::kWeak},
    {kEd25519, oid::kEd25519, "Ed25519", Strength::kUnchecked},
    {kEd448, oid::kEd448, "Ed448", Strength::kUnchecked},
    {kUnknown, {}, "unknown", Strength::kUnchecked},
};

/// The OIW's own, several for one thing: all of one octet after this.
bool is_oiw(Bytes value) {
  return value.size() == oid::kOiwAlgorithms.size() + 1 && oid::starts(value, oid::kOiwAlgorithms);
}

}  // namespace

const SignatureAlgorithmFacts& facts_of(SignatureAlgorithm algorithm) {
  return kFacts[static_cast<std::size_t>(algorithm)];
}

SignatureAlgorithm decode_signature_algorithm(Bytes tlv) {
  der::Reader in(tlv);
  const auto algorithm = der::read_algorithm(in);
  if (!algorithm) return kUnknown;
  for (const auto& facts : kFacts) {
    if (equal(facts.oid, algorithm->oid)) return facts.algorithm;
  }
  return is_oiw(algorithm->oid) ? kOiwSha1 : kUnknown;
}

Buffer encode_signature_algorithm(SignatureAlgorithm algorithm) {
  const auto& facts = facts_of(algorithm);
  der::Writer w;
  {
    auto sequence = w.open(der::Tag::kSequence);
    w.string(der::Tag::kOid, facts.oid);
    if (facts.rsa) w.null();
  }
  return std::move(w).finish();
}

SignatureAlgorithm signature_algorithm_of(const crypto::PublicKey& key) {
  const bool rsa = std::holds_alternative<crypto::RsaPublicKey>(key);
  for (const auto& facts : kFacts) {
    if (facts.strength == Strength::kVerified && facts.rsa == rsa && facts.hash == crypto::signature_hash(key)) {
      return facts.algorithm;
    }
  }
  return kUnknown;
}

}  // namespace popcert::x509
