#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "crypto/digest.h"

/// Keys out of passwords. Time depends on the lengths and counts, which are public, never on the octets. None of these
/// bounds its work: that is the caller's, who knows where the numbers came from (keys/kdf_bounds.h).
namespace popcert::crypto {

/// PBKDF2 with HMAC (RFC 8018 5.2). iterations >= 1.
Secret pbkdf2(Hash prf, Bytes password, Bytes salt, std::uint32_t iterations, std::size_t octets);

/// PBKDF1 (RFC 8018 5.1), for PBES1 only. octets <= digest_octets(hash), iterations >= 1.
Secret pbkdf1(Hash hash, Bytes password, Bytes salt, std::uint32_t iterations, std::size_t octets);

/// scrypt (RFC 7914 6); n is a power of two > 1, r and p >= 1. Needs 128*n*r octets of memory and wipes them.
/// Errors   kOutOfMemory
Result<Secret> scrypt(Bytes password, Bytes salt, std::size_t n, std::size_t r, std::size_t p, std::size_t octets);

/// What the PKCS #12 derivation makes (RFC 7292 B.3, the ID octet).
enum class Pkcs12Purpose : std::uint8_t { kKey = 1, kIv = 2, kMac = 3 };

/// The derivation of PKCS #12 (RFC 7292 B.2). iterations >= 1.
/// bmp_password   big-endian UTF-16 with its final pair of NUL octets, or no octet at all (B.1)
Secret pkcs12_kdf(Hash hash, Pkcs12Purpose purpose, Bytes bmp_password, Bytes salt, std::uint32_t iterations,
                  std::size_t octets);

/// OpenSSL's EVP_BytesToKey with MD5 and one round, as its encrypted PEM has it.
Secret openssl_bytes_to_key(Bytes password, Bytes salt, std::size_t octets);

}  // namespace popcert::crypto
