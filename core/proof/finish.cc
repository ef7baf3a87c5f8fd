#include "proof/finish.h"

#include "crypto/digest.h"
#include "crypto/ecdsa_octets.h"
#include "crypto/verify.h"

namespace popcert::proof {
namespace {

using crypto::Hash;

Error error(ErrorCode code, std::string_view name = {}) { return {code, 0, 0, name}; }

/// Those that a signature may have been made with by mistake.
std::vector<Hash> hashes_of(const crypto::PublicKey& key) {
  std::vector<Hash> out;
  for (const auto& algorithm : x509::all_signature_algorithms()) {
    if (algorithm.hash && algorithm.rsa == std::holds_alternative<crypto::RsaPublicKey>(key)) {
      out.push_back(*algorithm.hash);
    }
  }
  return out;
}

/// What a signature in the right form may have gone wrong with: the hash, once or twice.
std::optional<Error> mistake_of_hash(const crypto::PublicKey& key, Bytes tbs, Bytes signature) {
  const auto right = crypto::signature_hash(key);
  for (const auto hash : hashes_of(key)) {
    if (hash != right && crypto::verify(key, hash, tbs, signature)) {
      return error(ErrorCode::kSignatureOtherHash, crypto::facts_of(hash).name);
    }
  }
  if (crypto::verify(key, crypto::digest(right, tbs), signature)) return error(ErrorCode::kSignatureOfDigest);
  return std::nullopt;
}

Error mistake_of_rsa(const crypto::RsaPublicKey& key, Bytes tbs, Bytes signature) {
  if (signature.size() != key.modulus.size()) {
    if (crypto::is_ecdsa_der(signature)) return error(ErrorCode::kSignatureOtherAlgorithm, "ECDSA");
    return {ErrorCode::kSignatureWrongLength, 0, static_cast<std::int64_t>(signature.size())};
  }
  if (const auto mistake = mistake_of_hash(key, tbs, signature)) return *mistake;
  for (const auto hash : hashes_of(key)) {
    if (crypto::verify_without_digest_info(key, hash, tbs, signature)) {
      return error(ErrorCode::kSignatureWithoutDigestInfo);
    }
    if (crypto::verify_pss(key, hash, tbs, signature)) return error(ErrorCode::kSignaturePss);
  }
  if (crypto::verify(key, tbs, Buffer(signature.rbegin(), signature.rend())))
    return error(ErrorCode::kSignatureReversed);
  return error(ErrorCode::kSignatureOfOtherKey);
}

Error mistake_of_ec(const crypto::EcPublicKey& key, Bytes tbs, Bytes signature) {
  if (crypto::is_ecdsa_der(signature)) {
    return mistake_of_hash(key, tbs, signature).value_or(error(ErrorCode::kSignatureOfOtherKey));
  }
  if (crypto::ecdsa_der_of_raw(key.curve, signature)) return error(ErrorCode::kSignatureRaw);
  // The shortest modulus that signs has 1024 bits; r and s have at most 141 octets together.
  if (signature.size() > crypto::kEcdsaMaxOctets) return error(ErrorCode::kSignatureOtherAlgorithm, "RSA");
  return error(ErrorCode::kSignatureNotDer);
}

}  // namespace

Error mistake_of(const crypto::PublicKey& key, Bytes octets, Bytes signature) {
  if (signature.empty()) return error(ErrorCode::kSignatureEmpty);
  if (const auto* rsa = std::get_if<crypto::RsaPublicKey>(&key)) return mistake_of_rsa(*rsa, octets, signature);
  return mistake_of_ec(std::get<crypto::EcPublicKey>(key), octets, signature);
}

Result<x509::VerifiedCertificate> finish(const Prepared& prepared, Bytes signature) {
  auto certificate = x509::assemble(prepared.tbs(), signature, prepared.issuer());
  if (!certificate) return mistake_of(prepared.issuer().key, prepared.tbs().octets(), signature);
  return certificate;
}

}  // namespace popcert::proof
