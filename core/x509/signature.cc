#include "x509/signature.h"

#include "crypto/verify.h"

namespace popcert::x509 {

std::string_view signature_algorithm_text(const Certificate& certificate) {
  // RFC 5280 4.1.1.2: both places must agree; what was signed names another algorithm than what is beside it.
  if (certificate.signature_algorithm.empty()) return "contradictory";
  return decode_signature_algorithm(certificate.signature_algorithm).text;
}

Signature signature_under(const Certificate& certificate, const crypto::PublicKey& issuer_key) {
  if (certificate.signature_algorithm.empty()) return Signature::kWrong;
  switch (decode_signature_algorithm(certificate.signature_algorithm).strength) {
    case Strength::kWeak: return Signature::kWeak;
    case Strength::kUnchecked: return Signature::kUnchecked;
    case Strength::kVerified: break;
  }
  return *is_signed_by(certificate, issuer_key) ? Signature::kVerified : Signature::kWrong;
}

std::optional<bool> is_signed_by(const Certificate& certificate, const crypto::PublicKey& key) {
  if (certificate.signature_algorithm.empty()) return false;  // it names two
  const auto& algorithm = decode_signature_algorithm(certificate.signature_algorithm);
  if (!algorithm.hash) return std::nullopt;
  return algorithm.rsa == std::holds_alternative<crypto::RsaPublicKey>(key) &&
         crypto::verify(key, *algorithm.hash, certificate.tbs, certificate.signature);
}

}  // namespace popcert::x509
