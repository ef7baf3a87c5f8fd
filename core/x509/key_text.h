#pragma once

#include <string>

#include "crypto/key.h"

namespace popcert::x509 {

/// "RSA, 3072 bits" or "EC, P-256".
std::string key_text(const crypto::PublicKey& key);

/// What a CA with this key signs with: "RSA 3072, SHA-256" or "ECDSA P-256, SHA-256".
std::string signature_text(const crypto::PublicKey& ca_key);

}  // namespace popcert::x509
