#pragma once

#include <variant>

#include "base/result.h"
#include "crypto/cipher.h"
#include "crypto/digest.h"
#include "der/reader.h"
#include "keys/kdf_bounds.h"

namespace popcert::keys {

/// RFC 8018 A.2. key_octets: 0 where the optional keyLength is missing.
struct Pbkdf2Parameters {
  crypto::Hash prf;
  Bytes salt;
  std::uint64_t iterations;
  std::uint64_t key_octets;
};

/// RFC 7914 7.1. key_octets as above.
struct ScryptParameters {
  Bytes salt;
  std::uint64_t n, r, p, key_octets;
};

/// RFC 8018 A.3: PBKDF1 gives key and initialisation vector.
struct Pbes1Parameters {
  crypto::Hash hash;
  Bytes salt;
  std::uint64_t iterations;
};

/// RFC 7292 C: its derivation gives key and initialisation vector, with SHA-1.
struct Pkcs12Parameters {
  Bytes salt;
  std::uint64_t iterations;
};

/// How something was encrypted with a password. Borrows from what it was read out of.
/// key_octets  what the derivation has to give; EDE3 with two keys has 16, and the first comes again as the third
/// rc2_bits    effective key bits, 0 for other ciphers
/// iv          empty where it is derived
struct PbeScheme {
  std::variant<Pbkdf2Parameters, ScryptParameters, Pbes1Parameters, Pkcs12Parameters> kdf;
  crypto::Cipher cipher;
  std::size_t key_octets;
  std::size_t rc2_bits = 0;
  Bytes iv = {};

  /// Whether the password enters as a BMPString.
  bool wants_bmp() const { return std::holds_alternative<Pkcs12Parameters>(kdf); }
};

/// Reads the AlgorithmIdentifier of a password-based scheme:
///   PBES2-params  ::= SEQUENCE { keyDerivationFunc AlgorithmIdentifier, encryptionScheme AlgorithmIdentifier }
///   PBEParameter  ::= SEQUENCE { salt OCTET STRING, iterationCount INTEGER }   (PBES1 and PKCS #12)
/// Counts are as large as the file says, at most 2^63-1: the budget bounds them.
/// Errors   kCipherUnsupported, kKdfUnsupported, kEncryptionUnsupported (name), kEncryptedContentMalformed
/// Source   RFC 8018 A, RFC 7914 7, RFC 7292 C
Result<PbeScheme> read_pbe_scheme(Bytes algorithm);

/// Reads the AlgorithmIdentifier of PBKDF2, as PBES2 and PBMAC1 have it:
///   PBKDF2-params ::= SEQUENCE { salt CHOICE { specified OCTET STRING, otherSource AlgorithmIdentifier },
///                                iterationCount INTEGER, keyLength INTEGER OPTIONAL,
///                                prf AlgorithmIdentifier DEFAULT hmacWithSHA1 }
/// Errors   kKdfUnsupported (name), kEncryptedContentMalformed
/// Source   RFC 8018 A.2
Result<Pbkdf2Parameters> read_pbkdf2(Bytes algorithm);

/// An INTEGER >= 1, the next element; what has more than 63 bits counts as 2^63-1, which every bound refuses.
std::optional<std::uint64_t> read_count(der::Reader& in);

/// Takes what the derivation costs.
/// Errors   kKdfTooCostly
std::optional<Error> spend(KdfBudget& budget, const PbeScheme& scheme);

}  // namespace popcert::keys
