#pragma once

#include <variant>

#include "base/secret.h"
#include "crypto/curve.h"

namespace popcert::der {
class Writer;
}

namespace popcert::crypto {

/// Both unsigned, big-endian, without leading zero octets.
struct RsaPublicKey {
  Buffer modulus, exponent;
  bool operator==(const RsaPublicKey&) const = default;
};

/// point: 04 || X || Y (SEC 1 2.3.3, uncompressed), known to lie on the curve.
struct EcPublicKey {
  Curve curve;
  Buffer point;
  bool operator==(const EcPublicKey&) const = default;
};

/// The two key types that the services accept; compared by their numbers, never by how a file spelled them.
using PublicKey = std::variant<RsaPublicKey, EcPublicKey>;

/// Number of significant bits of a modulus, field size of a curve.
std::size_t key_bits(const PublicKey& key);

/// The hash a CA key of this type signs with: SHA-256 for RSA, that of the curve for EC.
Hash signature_hash(const PublicKey& key);

/// CRT form (RFC 8017 3.2), every number consistent with the others: only `make_rsa_private_key` makes one.
struct RsaPrivateKey {
  RsaPublicKey public_key;
  Secret p, q, dp, dq, qinv;
};

/// scalar: field_octets(curve) octets, 1 <= scalar < group order: only `make_ec_private_key` makes one.
struct EcPrivateKey {
  EcPublicKey public_key;
  Secret scalar;
};

using PrivateKey = std::variant<RsaPrivateKey, EcPrivateKey>;

PublicKey public_key_of(const PrivateKey& key);

/// What a key is that is neither, by the OBJECT IDENTIFIER of its algorithm: "Ed25519". Empty for what is not known.
std::string_view name_of_other_key(Bytes algorithm);

/// AlgorithmIdentifier: rsaEncryption with NULL (RFC 3279 2.3.1), or id-ecPublicKey with the curve's name (RFC 5480
/// 2.1.1).
void write_algorithm(der::Writer& out, const PublicKey& key);

}  // namespace popcert::crypto
