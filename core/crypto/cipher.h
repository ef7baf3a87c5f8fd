#pragma once

#include "base/result.h"
#include "base/secret.h"

namespace popcert::crypto {

/// Block ciphers in CBC mode (SP 800-38A 6.2), decryption only. RC2 is there for old PFX files alone.
enum class Cipher : std::uint8_t { kAes128, kAes192, kAes256, kDesEde3, kDes, kRc2 };

/// Octets of a block and of the initialisation vector: 16 for AES, else 8.
std::size_t block_octets(Cipher cipher);

/// Octets of a key: 16, 24, 32, 24, 8; for RC2, whose key may have any length, 0.
std::size_t key_octets(Cipher cipher);

/// Decrypts and removes the padding (RFC 8018 6.1.1 step 4), in constant time but for the number of padding octets.
/// key          key_octets(cipher) octets; for RC2 1 to 128
/// iv           block_octets(cipher) octets
/// rc2_bits     effective key bits of RC2 (RFC 2268 2), 1 to 1024; no meaning for the others
/// Errors       kEncryptedContentMalformed (ciphertext not a positive number of blocks, wrong length of key or iv),
///              kPasswordWrong (the padding is not one)
Result<Secret> decrypt_cbc(Cipher cipher, Bytes key, Bytes iv, Bytes ciphertext, std::size_t rc2_bits = 0);

}  // namespace popcert::crypto
