#pragma once

#include "der/oid.h"

/// Object identifiers of encrypted keys and of containers.
namespace popcert::der::oid {

// Password-based schemes, RFC 8018 A.
inline constexpr Oid kPbeMd5Des("1.2.840.113549.1.5.3");
inline constexpr Oid kPbeMd5Rc2("1.2.840.113549.1.5.6");
inline constexpr Oid kPbeSha1Des("1.2.840.113549.1.5.10");
inline constexpr Oid kPbeSha1Rc2("1.2.840.113549.1.5.11");
inline constexpr Oid kPbkdf2("1.2.840.113549.1.5.12");
inline constexpr Oid kPbes2("1.2.840.113549.1.5.13");
inline constexpr Oid kPbmac1("1.2.840.113549.1.5.14");
inline constexpr Oid kScrypt("1.3.6.1.4.1.11591.4.11");  // RFC 7914 7

// RFC 7292 C.
inline constexpr Oid kPbeSha1Rc4_128("1.2.840.113549.1.12.1.1");
inline constexpr Oid kPbeSha1Rc4_40("1.2.840.113549.1.12.1.2");
inline constexpr Oid kPbeSha1DesEde3("1.2.840.113549.1.12.1.3");
inline constexpr Oid kPbeSha1DesEde2("1.2.840.113549.1.12.1.4");
inline constexpr Oid kPbeSha1Rc2_128("1.2.840.113549.1.12.1.5");
inline constexpr Oid kPbeSha1Rc2_40("1.2.840.113549.1.12.1.6");

// Ciphers, RFC 8018 B.2.
inline constexpr Oid kDesCbc("1.3.14.3.2.7");
inline constexpr Oid kDesEde3Cbc("1.2.840.113549.3.7");
inline constexpr Oid kAes128Cbc("2.16.840.1.101.3.4.1.2");
inline constexpr Oid kAes192Cbc("2.16.840.1.101.3.4.1.22");
inline constexpr Oid kAes256Cbc("2.16.840.1.101.3.4.1.42");

// Content types, RFC 5652 4 to 8.
inline constexpr Oid kData("1.2.840.113549.1.7.1");
inline constexpr Oid kSignedData("1.2.840.113549.1.7.2");
inline constexpr Oid kEnvelopedData("1.2.840.113549.1.7.3");
inline constexpr Oid kEncryptedData("1.2.840.113549.1.7.6");

// Bags, RFC 7292 4.2.
inline constexpr Oid kKeyBag("1.2.840.113549.1.12.10.1.1");
inline constexpr Oid kShroudedKeyBag("1.2.840.113549.1.12.10.1.2");
inline constexpr Oid kCertBag("1.2.840.113549.1.12.10.1.3");
inline constexpr Oid kSafeContentsBag("1.2.840.113549.1.12.10.1.6");
inline constexpr Oid kX509Certificate("1.2.840.113549.1.9.22.1");
inline constexpr Oid kFriendlyName("1.2.840.113549.1.9.20");  // RFC 2985 5.5
inline constexpr Oid kLocalKeyId("1.2.840.113549.1.9.21");

}  // namespace popcert::der::oid
