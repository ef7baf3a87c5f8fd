#pragma once

#include <optional>
#include <string_view>

#include "x509/certificate.h"
#include "x509/signature_algorithm.h"

namespace popcert::x509 {

/// What the signature of one certificate is under the key of another.
enum class Signature : std::uint8_t {
  kVerified,
  kWrong,
  kWeak,       // made with SHA-1, MD5 or MD2: not looked at, and not accepted
  kUnchecked,  // of an algorithm that is not verified here
};

/// "RSA, SHA-256", "ECDSA, SHA-384", "RSA-PSS", ...; "unknown" for one without a name here, "contradictory" where the
/// certificate names two.
std::string_view signature_algorithm_text(const Certificate& certificate);

/// Verifies RSASSA-PKCS1-v1_5 and ECDSA with SHA-256, SHA-384 and SHA-512 (RFC 4055 5, RFC 5758 3.2). The names are the
/// caller's to compare.
Signature signature_under(const Certificate& certificate, const crypto::PublicKey& issuer_key);

/// The bare question, with SHA-1 too: old roots have signed themselves with it, and that proves nothing but that nobody
/// has put their parts together. Nothing where the algorithm is not verified here.
std::optional<bool> is_signed_by(const Certificate& certificate, const crypto::PublicKey& key);

}  // namespace popcert::x509
