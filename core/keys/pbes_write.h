#pragma once

#include "base/secret.h"

namespace popcert::keys {

/// OWASP's count for PBKDF2 with HMAC-SHA-256.
inline constexpr std::uint32_t kPbkdf2Rounds = 600'000;
inline constexpr std::size_t kSaltOctets = 16, kVectorOctets = 16;

/// PBES2 (RFC 8018 6.2): PBKDF2 with HMAC-SHA-256, then AES-256-CBC. Derived once for all that one run makes with its
/// one password: whoever finds the password has all of them in any case, so a salt for each key would only cost each
/// the rounds again. The initialisation vector is what has to be another each time.
class PasswordKey {
 public:
  /// password   UTF-8
  /// salt       kSaltOctets, from a cryptographic source
  PasswordKey(Bytes password, Bytes salt, std::uint32_t rounds);

  /// The AlgorithmIdentifier of PBES2 with this derivation and vector, as TLV.
  Buffer algorithm(Bytes vector) const;
  /// vector   kVectorOctets, from a cryptographic source, never used before
  Buffer encrypt(Bytes plaintext, Bytes vector) const;

 private:
  Secret key_;
  Buffer salt_;
  std::uint32_t rounds_;
};

/// EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm AlgorithmIdentifier, encryptedData OCTET STRING }
/// (RFC 5958 3).
Buffer encrypt_private_key_info(const Secret& private_key_info, const PasswordKey& key, Bytes vector);

}  // namespace popcert::keys
