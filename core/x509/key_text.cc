#include "x509/key_text.h"

#include "base/hex.h"
#include "crypto/digest.h"
#include "x509/public_key_info.h"
#include "x509/signature_algorithm.h"

namespace popcert::x509 {

std::string key_text(const crypto::PublicKey& key) {
  if (const auto* ec = std::get_if<crypto::EcPublicKey>(&key))
    return "EC, " + std::string(crypto::facts_of(ec->curve).name);
  return "RSA, " + std::to_string(crypto::key_bits(key)) + " bits";
}

bool is_alike(const crypto::PublicKey& one, const crypto::PublicKey& other) {
  return one.index() == other.index() && crypto::key_bits(one) == crypto::key_bits(other);
}

std::string told_from(const crypto::PublicKey& other, const crypto::PublicKey& key) {
  const auto* ec = std::get_if<crypto::EcPublicKey>(&key);
  std::string out = ec != nullptr ? "EC " : "RSA ";
  if (ec != nullptr) {
    out += crypto::facts_of(ec->curve).name;
  } else {
    out += std::to_string(crypto::key_bits(key));
  }
  if (!is_alike(key, other)) return out;
  out += " (SHA-256";
  const auto digits = hex(crypto::digest(crypto::Hash::kSha256, encode_public_key_info(key)));
  for (std::size_t i = 0; i < 8; ++i) {
    if (i % 4 == 0) out += ' ';
    const char c = digits[i];
    out += c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out += "...)";
}

std::string signature_text(const crypto::PublicKey& ca_key) {
  const std::string hash_text(crypto::facts_of(crypto::signature_hash(ca_key)).name);
  if (const auto* ec = std::get_if<crypto::EcPublicKey>(&ca_key)) {
    return "ECDSA " + std::string(crypto::facts_of(ec->curve).name) + ", " + hash_text;
  }
  return "RSA " + std::to_string(crypto::key_bits(ca_key)) + ", " + hash_text;
}

}  // namespace popcert::x509
