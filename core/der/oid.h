#pragma once

#include <array>
#include <string>

#include "base/bytes.h"

/// Object identifiers, each with where it is defined; they become the contents octets of an OBJECT IDENTIFIER (X.690
/// 8.19). Those of curves and hashes are in core/crypto/algorithms.json, those of signatures in
/// core/x509/signature_algorithm.cc, each in its row.
namespace popcert::der::oid {

/// One identifier, written as people write it: "1.2.840.113549.1.1.1".
class Oid {
 public:
  template <std::size_t N>
  consteval Oid(const char (&dotted)[N]) {
    std::uint64_t arc = 0, first = 0;
    for (std::size_t i = 0, arcs = 0; i < N; ++i) {
      if (dotted[i] >= '0' && dotted[i] <= '9') {
        arc = arc * 10 + static_cast<std::uint64_t>(dotted[i] - '0');
        continue;
      }
      if (++arcs == 1) {
        first = arc;
      } else {
        append(arcs == 2 ? first * 40 + arc : arc);  // X.690 8.19.4
      }
      arc = 0;
    }
  }
  constexpr operator Bytes() const { return Bytes(octets_).first(size_); }
  constexpr std::size_t size() const { return size_; }

 private:
  constexpr void append(std::uint64_t arc) {
    unsigned groups = 1;
    while (arc >> (7 * groups) != 0) ++groups;
    while (groups-- > 0) {
      octets_[size_++] = static_cast<std::uint8_t>((groups != 0 ? 0x80 : 0) | (arc >> (7 * groups) & 0x7f));
    }
  }

  std::array<std::uint8_t, 12> octets_{};
  std::uint8_t size_ = 0;
};

// Keys.
inline constexpr Oid kRsaEncryption("1.2.840.113549.1.1.1");  // RFC 8017 A.1
inline constexpr Oid kRsassaPss("1.2.840.113549.1.1.10");     // RFC 8017 A.2.3
inline constexpr Oid kRsaesOaep("1.2.840.113549.1.1.7");      // RFC 8017 A.2.1
inline constexpr Oid kEcPublicKey("1.2.840.10045.2.1");       // RFC 5480 2.1.1
inline constexpr Oid kX25519("1.3.101.110");                  // RFC 8410 3
inline constexpr Oid kX448("1.3.101.111");
inline constexpr Oid kEd25519("1.3.101.112");
inline constexpr Oid kEd448("1.3.101.113");
inline constexpr Oid kDsa("1.2.840.10040.4.1");     // RFC 3279 2.3.2
inline constexpr Oid kDh("1.2.840.113549.1.3.1");   // PKCS #3
inline constexpr Oid kDhX942("1.2.840.10046.2.1");  // RFC 3279 2.3.3

// Signatures.
inline constexpr Oid kOiwAlgorithms("1.3.14.3.2");  // the prefix of those of the OIW, of 1990

// Certificate extensions, RFC 5280 4.2.1.
inline constexpr Oid kSubjectKeyIdentifier("2.5.29.14");
inline constexpr Oid kKeyUsage("2.5.29.15");
inline constexpr Oid kSubjectAlternativeName("2.5.29.17");
inline constexpr Oid kBasicConstraints("2.5.29.19");
inline constexpr Oid kNameConstraints("2.5.29.30");
inline constexpr Oid kCrlDistributionPoints("2.5.29.31");
inline constexpr Oid kCertificatePolicies("2.5.29.32");
inline constexpr Oid kPolicyMappings("2.5.29.33");
inline constexpr Oid kAuthorityKeyIdentifier("2.5.29.35");
inline constexpr Oid kPolicyConstraints("2.5.29.36");
inline constexpr Oid kExtKeyUsage("2.5.29.37");
inline constexpr Oid kAnyExtendedKeyUsage("2.5.29.37.0");
inline constexpr Oid kInhibitAnyPolicy("2.5.29.54");
inline constexpr Oid kClientAuth("1.3.6.1.5.5.7.3.2");
inline constexpr Oid kServerAuth("1.3.6.1.5.5.7.3.1");
inline constexpr Oid kEmailProtection("1.3.6.1.5.5.7.3.4");
inline constexpr Oid kSmtpUtf8Mailbox("1.3.6.1.5.5.7.8.9");  // RFC 8398, the type of an otherName
// Of other documents.
inline constexpr Oid kIpAddressBlocks("1.3.6.1.5.5.7.1.7");  // RFC 3779 2.2.1
inline constexpr Oid kAutonomousSystems("1.3.6.1.5.5.7.1.8");
inline constexpr Oid kProxyCertInfo("1.3.6.1.5.5.7.1.14");  // RFC 3820 3.8
inline constexpr Oid kOcspNoCheck("1.3.6.1.5.5.7.48.1.5");  // RFC 6960 4.2.2.2.1
inline constexpr Oid kNetscapeCertType("2.16.840.1.113730.1.1");

// Attributes of names, RFC 4519 and RFC 5280 A.1; also the short names of RFC 4514 3.
inline constexpr Oid kCommonName("2.5.4.3");
inline constexpr Oid kCountryName("2.5.4.6");
inline constexpr Oid kLocalityName("2.5.4.7");
inline constexpr Oid kStateOrProvinceName("2.5.4.8");
inline constexpr Oid kOrganizationName("2.5.4.10");
inline constexpr Oid kOrganizationalUnitName("2.5.4.11");
inline constexpr Oid kEmailAddress("1.2.840.113549.1.9.1");

/// The contents of an OBJECT IDENTIFIER as people write it (RFC 4512 1.4): "2.5.29.19". Empty if an arc has more than
/// 63 bits.
std::string dotted(Bytes value);

inline bool is(Bytes value, const Oid& oid) { return equal(value, oid); }

/// Whether the value begins with a prefix.
inline bool starts(Bytes value, const Oid& prefix) {
  return value.size() >= prefix.size() && is(value.first(prefix.size()), prefix);
}

}  // namespace popcert::der::oid
