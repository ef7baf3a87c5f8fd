#include "x509/key_text.h"

#include "x509/signature_algorithm.h"

namespace popcert::x509 {

std::string key_text(const crypto::PublicKey& key) {
  if (const auto* ec = std::get_if<crypto::EcPublicKey>(&key))
    return "EC, " + std::string(crypto::facts_of(ec->curve).name);
  return "RSA, " + std::to_string(crypto::key_bits(key)) + " bits";
}

std::string signature_text(const crypto::PublicKey& ca_key) {
  const auto hash = crypto::signature_hash(ca_key);
  const std::string hash_text = hash == crypto::Hash::kSha256   ? "SHA-256"
                                : hash == crypto::Hash::kSha384 ? "SHA-384"
                                                                : "SHA-512";
  if (const auto* ec = std::get_if<crypto::EcPublicKey>(&ca_key)) {
    return "ECDSA " + std::string(crypto::facts_of(ec->curve).name) + ", " + hash_text;
  }
  return "RSA " + std::to_string(crypto::key_bits(ca_key)) + ", " + hash_text;
}

}  // namespace popcert::x509
