#pragma once

#include "base/result.h"
#include "crypto/key.h"

namespace popcert::crypto {

/// The numbers of an RSAPrivateKey (RFC 8017 A.1.2), unsigned, big-endian; leading zero octets do not matter.
struct RsaNumbers {
  Bytes n, e, d, p, q, dp, dq, qinv;
};

/// The smallest and the largest modulus that a private key may have here. Below 2048 bits no service accepts the CA
/// (the certificate check says so); above 4096 bits BearSSL stops.
inline constexpr std::size_t kRsaMinBits = 1024;
inline constexpr std::size_t kRsaMaxBits = 4096;

/// Checks that the numbers belong together and keeps what signing needs. In constant time but for the lengths of the
/// numbers: p and q odd and > 1, p != q, n = p*q, e odd and >= 3 and at most 32 bits, d no longer than n,
/// d*e = 1 mod p-1 and mod q-1, dp = d mod p-1, dq = d mod q-1, qinv*q = 1 mod p, the last three reduced. That p and q
/// are prime is not proven; signing verifies its result.
/// Errors   in this order: kRsaTooLarge (value: bits), kPublicExponentTooLarge (value: bits),
///          kPublicExponentUnusable, kRsaInconsistent (name: the first relation that fails, such as "n = p*q"; all
///          are computed before one is looked at), kRsaTooSmall (value: bits), kRsaUnusable (a factor above 2816
///          bits, for which BearSSL's CRT has no room)
/// Source   RFC 8017 3.2; BearSSL's decoder checks none of this and overflows its buffers above 4096 bits
Result<RsaPrivateKey> make_rsa_private_key(const RsaNumbers& numbers);

/// Errors   kRsaTooLarge, kPublicExponentTooLarge, kPublicExponentUnusable, kCertificateKeyInvalid (modulus zero or
///          even)
Result<RsaPublicKey> make_rsa_public_key(Bytes modulus, Bytes exponent);

}  // namespace popcert::crypto
