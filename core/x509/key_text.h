#pragma once

#include <string>

#include "crypto/key.h"

namespace popcert::x509 {

/// "RSA, 3072 bits" or "EC, P-256".
std::string key_text(const crypto::PublicKey& key);

/// What a CA with this key signs with: "RSA 3072, SHA-256" or "ECDSA P-256, SHA-256".
std::string signature_text(const crypto::PublicKey& ca_key);

/// "P-256", "P-384", "P-521".
std::string_view curve_text(crypto::Curve curve);

/// Lower-case hex, without separators.
std::string hex(Bytes octets);

/// A name for the files of a certificate, without extension: "popcert-<CA>-<first characters of the code>", made of
/// characters that every file system takes. Both arguments are text for people.
std::string file_name(std::string_view ca_name, std::string_view verification_code);

}  // namespace popcert::x509
