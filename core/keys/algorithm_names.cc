#include "keys/algorithm_names.h"

#include <span>

#include "der/oid.h"
#include "sentences/phrase.h"

namespace popcert::keys {
namespace {

struct Named {
  der::oid::Oid oid;
  std::string_view name;
};

constexpr Named kCiphers[] = {
    {"1.2.840.113549.3.2", "RC2"},
    {"1.2.840.113549.3.4", "RC4"},
    {"1.2.840.113549.3.9", "RC5"},
    {"1.2.840.113533.7.66.10", "CAST5-CBC"},
    {"1.3.6.1.4.1.3029.1.2", "Blowfish-CBC"},
    {"1.3.6.1.4.1.188.7.1.1.2", "IDEA-CBC"},
    {"1.2.840.113549.1.9.16.3.18", "ChaCha20-Poly1305"},
    {"1.2.392.200011.61.1.1.1.2", "Camellia-128-CBC"},
    {"1.2.392.200011.61.1.1.1.3", "Camellia-192-CBC"},
    {"1.2.392.200011.61.1.1.1.4", "Camellia-256-CBC"},
    {"1.2.410.200004.1.4", "SEED-CBC"},
    {"1.2.410.200046.1.1.2", "ARIA-128-CBC"},
    {"1.2.410.200046.1.1.7", "ARIA-192-CBC"},
    {"1.2.410.200046.1.1.12", "ARIA-256-CBC"},
    {"1.2.156.10197.1.104.2", "SM4-CBC"},
    {"1.2.643.2.2.21", "GOST 28147-89"},
    {"2.16.840.1.101.3.4.1.1", "AES-128-ECB"},
    {"2.16.840.1.101.3.4.1.3", "AES-128-OFB"},
    {"2.16.840.1.101.3.4.1.4", "AES-128-CFB"},
    {"2.16.840.1.101.3.4.1.5", "AES-128 key wrap"},
    {"2.16.840.1.101.3.4.1.6", "AES-128-GCM"},
    {"2.16.840.1.101.3.4.1.7", "AES-128-CCM"},
    {"2.16.840.1.101.3.4.1.21", "AES-192-ECB"},
    {"2.16.840.1.101.3.4.1.23", "AES-192-OFB"},
    {"2.16.840.1.101.3.4.1.24", "AES-192-CFB"},
    {"2.16.840.1.101.3.4.1.25", "AES-192 key wrap"},
    {"2.16.840.1.101.3.4.1.26", "AES-192-GCM"},
    {"2.16.840.1.101.3.4.1.27", "AES-192-CCM"},
    {"2.16.840.1.101.3.4.1.41", "AES-256-ECB"},
    {"2.16.840.1.101.3.4.1.43", "AES-256-OFB"},
    {"2.16.840.1.101.3.4.1.44", "AES-256-CFB"},
    {"2.16.840.1.101.3.4.1.45", "AES-256 key wrap"},
    {"2.16.840.1.101.3.4.1.46", "AES-256-GCM"},
    {"2.16.840.1.101.3.4.1.47", "AES-256-CCM"},
};

constexpr Named kPrfs[] = {
    {"1.2.840.113549.2.6", "HMAC-MD5"},
    {"1.2.840.113549.2.12", "HMAC-SHA-512/224"},
    {"1.2.840.113549.2.13", "HMAC-SHA-512/256"},
    {"2.16.840.1.101.3.4.2.13", "HMAC-SHA3-224"},
    {"2.16.840.1.101.3.4.2.14", "HMAC-SHA3-256"},
    {"2.16.840.1.101.3.4.2.15", "HMAC-SHA3-384"},
    {"2.16.840.1.101.3.4.2.16", "HMAC-SHA3-512"},
    {"1.2.156.10197.1.401.2", "HMAC-SM3"},
    {"1.2.643.2.2.10", "HMAC-GOST"},
    {"1.2.643.7.1.1.4.1", "HMAC-Streebog-256"},
    {"1.2.643.7.1.1.4.2", "HMAC-Streebog-512"},
};

constexpr Named kHashes[] = {
    {"1.2.840.113549.2.2", "MD2"},
    {"1.2.840.113549.2.4", "MD4"},
    {"1.3.36.3.2.1", "RIPEMD-160"},
    {"2.16.840.1.101.3.4.2.5", "SHA-512/224"},
    {"2.16.840.1.101.3.4.2.6", "SHA-512/256"},
    {"2.16.840.1.101.3.4.2.7", "SHA3-224"},
    {"2.16.840.1.101.3.4.2.8", "SHA3-256"},
    {"2.16.840.1.101.3.4.2.9", "SHA3-384"},
    {"2.16.840.1.101.3.4.2.10", "SHA3-512"},
    {"1.2.156.10197.1.401", "SM3"},
    {"1.2.643.7.1.1.2.2", "Streebog-256"},
    {"1.2.643.7.1.1.2.3", "Streebog-512"},
};

// SEC 2 A.2. In a JWK a curve has its name alone, which may be another one than in SEC 2.
constexpr Named kCurves[] = {
    {"1.3.132.0.10", "secp256k1"},
    {"1.3.132.0.33", "P-224"},
    {"1.2.840.10045.3.1.1", "P-192"},
    {"1.2.156.10197.1.301", phrase::kCurveOfSm2},  // GM/T 0006
};
constexpr std::string_view kCurvesOfJwk[] = {"P-256K", "brainpoolP256r1", "brainpoolP384r1"};
constexpr der::oid::Oid kBrainpoolPrefix("1.3.36.3.3.2.8.1.1");  // RFC 5639 4.1, one octet follows

std::string_view find(std::span<const Named> names, Bytes oid, std::string_view otherwise) {
  for (const Named& named : names) {
    if (equal(named.oid, oid)) return named.name;
  }
  return otherwise;
}

}  // namespace

std::string_view name_of_cipher(Bytes oid) { return find(kCiphers, oid, phrase::kUnknownCipher); }
std::string_view name_of_prf(Bytes oid) { return find(kPrfs, oid, phrase::kUnknownHmac); }
std::string_view name_of_hash(Bytes oid) { return find(kHashes, oid, phrase::kUnknownHash); }

std::string_view name_of_curve(Bytes oid) {
  if (oid.size() == kBrainpoolPrefix.size() + 1 && der::oid::starts(oid, kBrainpoolPrefix))
    return phrase::kBrainpoolCurve;
  return find(kCurves, oid, phrase::kUnknownCurve);
}

std::string_view name_of_jwk_curve(Bytes name) {
  for (const Named& named : kCurves) {
    if (equal(as_bytes(named.name), name)) return named.name;
  }
  for (const std::string_view known : kCurvesOfJwk) {
    if (equal(as_bytes(known), name)) return known;
  }
  return phrase::kUnknownCurveName;
}

}  // namespace popcert::keys
