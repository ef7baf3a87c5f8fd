#include "x509/signature_algorithm.h"

#include "der/algorithm.h"
#include "der/writer.h"

namespace popcert::x509 {
namespace {

using crypto::Hash;
using enum Strength;
namespace oid = der::oid;

constexpr SignatureAlgorithm kAlgorithms[] = {
    {"1.2.840.113549.1.1.2", "RSA, MD2", kWeak, true},  // RFC 8017 C
    {"1.2.840.113549.1.1.4", "RSA, MD5", kWeak, true},
    {"1.2.840.113549.1.1.5", "RSA, SHA-1", kWeak, true, Hash::kSha1},
    {"1.2.840.113549.1.1.14", "RSA, SHA-224", kUnchecked, true},
    {"1.2.840.113549.1.1.11", "RSA, SHA-256", kVerified, true, Hash::kSha256},  // RFC 4055 5
    {"1.2.840.113549.1.1.12", "RSA, SHA-384", kVerified, true, Hash::kSha384},
    {"1.2.840.113549.1.1.13", "RSA, SHA-512", kVerified, true, Hash::kSha512},
    {oid::kRsassaPss, "RSA-PSS", kUnchecked, true},
    {"1.2.840.10045.4.1", "ECDSA, SHA-1", kWeak, false, Hash::kSha1},  // RFC 3279 2.2.3
    {"1.2.840.10045.4.3.1", "ECDSA, SHA-224", kUnchecked},             // RFC 5758 3.2
    {"1.2.840.10045.4.3.2", "ECDSA, SHA-256", kVerified, false, Hash::kSha256},
    {"1.2.840.10045.4.3.3", "ECDSA, SHA-384", kVerified, false, Hash::kSha384},
    {"1.2.840.10045.4.3.4", "ECDSA, SHA-512", kVerified, false, Hash::kSha512},
    {oid::kEd25519, "Ed25519", kUnchecked},  // RFC 8410 3
    {oid::kEd448, "Ed448", kUnchecked},
};

/// With RSA or DSA, as in 1990.
constexpr SignatureAlgorithm kOiwSha1{"", "SHA-1", kWeak};
constexpr SignatureAlgorithm kUnknown{"", "unknown", kUnchecked};

/// The OIW's own, several for one thing: all of one octet after this.
bool is_oiw(Bytes value) {
  return value.size() == oid::kOiwAlgorithms.size() + 1 && oid::starts(value, oid::kOiwAlgorithms);
}

}  // namespace

std::span<const SignatureAlgorithm> all_signature_algorithms() { return kAlgorithms; }

const SignatureAlgorithm& decode_signature_algorithm(Bytes tlv) {
  der::Reader in(tlv);
  const auto named = der::read_algorithm(in);
  if (!named) return kUnknown;
  for (const auto& algorithm : kAlgorithms) {
    if (equal(algorithm.oid, named->oid)) return algorithm;
  }
  return is_oiw(named->oid) ? kOiwSha1 : kUnknown;
}

Buffer encode_signature_algorithm(const SignatureAlgorithm& algorithm) {
  der::Writer w;
  {
    auto sequence = w.open(der::Tag::kSequence);
    w.string(der::Tag::kOid, algorithm.oid);
    if (algorithm.rsa) w.null();
  }
  return std::move(w).finish();
}

const SignatureAlgorithm& signature_algorithm_of(const crypto::PublicKey& key) {
  const bool rsa = std::holds_alternative<crypto::RsaPublicKey>(key);
  for (const auto& algorithm : kAlgorithms) {
    if (algorithm.strength == kVerified && algorithm.rsa == rsa && algorithm.hash == crypto::signature_hash(key)) {
      return algorithm;
    }
  }
  return kUnknown;
}

}  // namespace popcert::x509
