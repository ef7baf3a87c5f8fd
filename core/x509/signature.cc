#include "x509/signature.h"

#include "crypto/sign.h"
#include "der/oid.h"
#include "der/reader.h"

namespace popcert::x509 {
namespace {

using crypto::Hash;
using der::Reader;
using der::Tag;

enum class Kind : std::uint8_t { kVerified, kWeak, kOther };

/// hash: of a weak one too, where it can be verified all the same.
struct Algorithm {
  std::string_view name;
  Kind kind;
  std::optional<Hash> hash = std::nullopt;
  bool rsa = false;
};

constexpr std::string_view kRsaArc = "\x2a\x86\x48\x86\xf7\x0d\x01\x01";     // pkcs-1, RFC 8017 C
constexpr std::string_view kEcdsaArc = "\x2a\x86\x48\xce\x3d\x04\x03";       // ecdsa-with-SHA2, RFC 5758 3.2
constexpr std::string_view kEcdsaWithSha1 = "\x2a\x86\x48\xce\x3d\x04\x01";  // RFC 3279 2.2.3
constexpr std::string_view kOiwArc = "\x2b\x0e\x03\x02";                     // SHA-1 with RSA and DSA as in 1990

Algorithm rsa_algorithm(std::uint8_t number) {
  switch (number) {
    case 2: return {"RSA, MD2", Kind::kWeak};
    case 4: return {"RSA, MD5", Kind::kWeak};
    case 5: return {"RSA, SHA-1", Kind::kWeak, Hash::kSha1, true};
    case 10: return {"RSA-PSS", Kind::kOther};
    case 11: return {"RSA, SHA-256", Kind::kVerified, Hash::kSha256, true};
    case 12: return {"RSA, SHA-384", Kind::kVerified, Hash::kSha384, true};
    case 13: return {"RSA, SHA-512", Kind::kVerified, Hash::kSha512, true};
    case 14: return {"RSA, SHA-224", Kind::kOther};
    default: return {"unknown", Kind::kOther};
  }
}

Algorithm ecdsa_algorithm(std::uint8_t number) {
  switch (number) {
    case 1: return {"ECDSA, SHA-224", Kind::kOther};
    case 2: return {"ECDSA, SHA-256", Kind::kVerified, Hash::kSha256};
    case 3: return {"ECDSA, SHA-384", Kind::kVerified, Hash::kSha384};
    case 4: return {"ECDSA, SHA-512", Kind::kVerified, Hash::kSha512};
    default: return {"unknown", Kind::kOther};
  }
}

Algorithm algorithm_of(const Certificate& certificate) {
  // RFC 5280 4.1.1.2: both places must agree; what was signed names another algorithm than what is beside it.
  if (certificate.signature_algorithm.empty()) return {"contradictory", Kind::kOther};
  Reader file(certificate.signature_algorithm);
  const auto type = file.enter(Tag::kSequence)->read(Tag::kOid);
  if (!type || type->empty()) return {"unknown", Kind::kOther};
  const Bytes arc = type->first(type->size() - 1);
  if (equal(arc, as_bytes(kRsaArc))) return rsa_algorithm(type->back());
  if (equal(arc, as_bytes(kEcdsaArc))) return ecdsa_algorithm(type->back());
  if (equal(*type, as_bytes(kEcdsaWithSha1))) return {"ECDSA, SHA-1", Kind::kWeak, Hash::kSha1};
  if (equal(arc, as_bytes(kOiwArc))) return {"SHA-1", Kind::kWeak};
  if (der::oid::is(*type, der::oid::kEd25519)) return {"Ed25519", Kind::kOther};
  if (der::oid::is(*type, der::oid::kEd448)) return {"Ed448", Kind::kOther};
  return {"unknown", Kind::kOther};
}

}  // namespace

std::string_view signature_algorithm_text(const Certificate& certificate) { return algorithm_of(certificate).name; }

Signature signature_under(const Certificate& certificate, const crypto::PublicKey& issuer_key) {
  if (certificate.signature_algorithm.empty()) return Signature::kWrong;
  const auto algorithm = algorithm_of(certificate);
  if (algorithm.kind == Kind::kWeak) return Signature::kWeak;
  if (algorithm.kind == Kind::kOther) return Signature::kUnchecked;
  return *is_signed_by(certificate, issuer_key) ? Signature::kVerified : Signature::kWrong;
}

std::optional<bool> is_signed_by(const Certificate& certificate, const crypto::PublicKey& key) {
  if (certificate.signature_algorithm.empty()) return false;  // it names two
  const auto algorithm = algorithm_of(certificate);
  if (!algorithm.hash) return std::nullopt;
  return algorithm.rsa == std::holds_alternative<crypto::RsaPublicKey>(key) &&
         crypto::verify(key, *algorithm.hash, certificate.tbs, certificate.signature);
}

}  // namespace popcert::x509
