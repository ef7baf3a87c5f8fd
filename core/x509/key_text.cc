#include "x509/key_text.h"

#include "crypto/sign.h"

namespace popcert::x509 {
namespace {

/// Letters, digits, '.' and '_' stay; every run of anything else becomes one '-'.
std::string file_safe(std::string_view text, std::size_t longest) {
  std::string out;
  for (const char c : text) {
    const bool safe =
        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    if (safe) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
    if (out.size() == longest) break;
  }
  while (!out.empty() && (out.back() == '-' || out.back() == '.')) out.pop_back();
  return out;
}

}  // namespace

std::string_view curve_text(crypto::Curve curve) {
  switch (curve) {
    case crypto::Curve::kP256: return "P-256";
    case crypto::Curve::kP384: return "P-384";
    case crypto::Curve::kP521: return "P-521";
  }
  return "";
}

std::string key_text(const crypto::PublicKey& key) {
  if (const auto* ec = std::get_if<crypto::EcPublicKey>(&key)) return "EC, " + std::string(curve_text(ec->curve));
  return "RSA, " + std::to_string(crypto::key_bits(key)) + " bits";
}

std::string signature_text(const crypto::PublicKey& ca_key) {
  const auto hash = crypto::signature_hash(ca_key);
  const std::string hash_text = hash == crypto::Hash::kSha256   ? "SHA-256"
                                : hash == crypto::Hash::kSha384 ? "SHA-384"
                                                                : "SHA-512";
  if (const auto* ec = std::get_if<crypto::EcPublicKey>(&ca_key)) {
    return "ECDSA " + std::string(curve_text(ec->curve)) + ", " + hash_text;
  }
  return "RSA " + std::to_string(crypto::key_bits(ca_key)) + ", " + hash_text;
}

std::string hex(Bytes octets) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const auto octet : octets) {
    out += kDigits[octet >> 4];
    out += kDigits[octet & 15];
  }
  return out;
}

std::string file_name(std::string_view ca_name, std::string_view verification_code) {
  std::string out = "popcert";
  for (const auto& part : {file_safe(ca_name, 40), file_safe(verification_code, 8)}) {
    if (!part.empty()) out += "-" + part;
  }
  return out;
}

}  // namespace popcert::x509
