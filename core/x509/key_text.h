#pragma once

#include <string>

#include "crypto/key.h"

namespace popcert::x509 {

/// "RSA, 3072 bits" or "EC, P-256".
std::string key_text(const crypto::PublicKey& key);

/// Whether kind and size are the same.
bool is_alike(const crypto::PublicKey& one, const crypto::PublicKey& other);

/// What tells it from another: "RSA 2048" or "EC P-256"; where these are alike, with the first digits of the SHA-256 of
/// its SubjectPublicKeyInfo, grouped as pages show it.
std::string told_from(const crypto::PublicKey& other, const crypto::PublicKey& key);

/// What a CA with this key signs with: "RSA 3072, SHA-256" or "ECDSA P-256, SHA-256".
std::string signature_text(const crypto::PublicKey& ca_key);

}  // namespace popcert::x509
