#include "x509/key_text.h"

#include "base/hex.h"
#include "crypto/digest.h"
#include "x509/public_key_info.h"
#include "x509/signature_algorithm.h"

namespace popcert::x509 {
namespace {

std::string short_text(const crypto::PublicKey& key) {
  if (const auto* ec = std::get_if<crypto::EcPublicKey>(&key)) {
    return "EC " + std::string(crypto::facts_of(ec->curve).name);
  }
  return "RSA " + std::to_string(crypto::key_bits(key));
}

std::string digits_text(const crypto::PublicKey& key) {
  std::string digits = hex(crypto::digest(crypto::Hash::kSha256, encode_public_key_info(key))).substr(0, 8);
  for (char& c : digits) {
    if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  }
  return " (SHA-256 " + digits.insert(4, " ") + "...)";
}

}  // namespace

std::string key_text(const crypto::PublicKey& key) {
  if (const auto* ec = std::get_if<crypto::EcPublicKey>(&key))
    return "EC, " + std::string(crypto::facts_of(ec->curve).name);
  return "RSA, " + std::to_string(crypto::key_bits(key)) + " bits";
}

std::pair<std::string, std::string> told_apart(const crypto::PublicKey& one, const crypto::PublicKey& other) {
  auto texts = std::pair(short_text(one), short_text(other));
  if (texts.first == texts.second) {
    texts.first += digits_text(one);
    texts.second += digits_text(other);
  }
  return texts;
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
