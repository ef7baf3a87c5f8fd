#pragma once

#include <string>
#include <utility>

#include "crypto/key.h"

namespace popcert::x509 {

/// "RSA, 3072 bits" or "EC, P-256".
std::string key_text(const crypto::PublicKey& key);

/// Two that are not the same, so that a person sees the difference: "RSA 2048" and "EC P-256". Where kind and size are
/// alike, with the first digits of the SHA-256 of their SubjectPublicKeyInfo, grouped as pages show it.
std::pair<std::string, std::string> told_apart(const crypto::PublicKey& one, const crypto::PublicKey& other);

/// What a CA with this key signs with: "RSA 3072, SHA-256" or "ECDSA P-256, SHA-256".
std::string signature_text(const crypto::PublicKey& ca_key);

}  // namespace popcert::x509
