#include "keys/pbe_scheme.h"

#include <limits>

#include "der/algorithm.h"
#include "der/oid_pkcs.h"
#include "keys/algorithm_names.h"
#include "sentences/phrase.h"

namespace popcert::keys {
namespace {

using crypto::Cipher;
using crypto::Hash;
using der::Reader;
using der::Tag;
namespace oid = der::oid;

constexpr Error kMalformed{ErrorCode::kEncryptedContentMalformed};

/// The number at the end of what PBKDF2 and scrypt have; 0 if it is not there.
std::optional<std::uint64_t> read_key_octets(Reader& in) {
  return in.at(Tag::kInteger) ? read_count(in) : std::uint64_t{0};
}

Result<Pbkdf2Parameters> read_pbkdf2_parameters(Reader in) {
  auto sequence = der::enter_whole(in.rest());
  if (!sequence) return kMalformed;
  if (sequence->at(Tag::kSequence)) return Error{ErrorCode::kKdfUnsupported, 0, 0, phrase::kExternalSalt};
  const auto salt = sequence->read(Tag::kOctetString);
  if (!salt) return kMalformed;
  const auto iterations = read_count(*sequence);
  if (!iterations) return kMalformed;
  const auto key_octets = read_key_octets(*sequence);
  if (!key_octets) return kMalformed;
  Pbkdf2Parameters parameters{Hash::kSha1, *salt, *iterations, *key_octets};
  if (sequence->empty()) return parameters;
  const auto prf = der::read_algorithm(*sequence);
  if (!prf || !sequence->empty() || !prf->has_no_parameters()) return kMalformed;
  const auto hash = crypto::hash_of_hmac_oid(prf->oid);
  if (!hash) return Error{ErrorCode::kKdfUnsupported, 0, 0, name_of_prf(prf->oid)};
  parameters.prf = *hash;
  return parameters;
}

Result<ScryptParameters> read_scrypt_parameters(Reader in) {
  auto sequence = der::enter_whole(in.rest());
  if (!sequence) return kMalformed;
  const auto salt = sequence->read(Tag::kOctetString);
  if (!salt) return kMalformed;
  const auto n = read_count(*sequence);
  if (!n) return kMalformed;
  const auto r = read_count(*sequence);
  if (!r) return kMalformed;
  const auto p = read_count(*sequence);
  if (!p) return kMalformed;
  const auto key_octets = read_key_octets(*sequence);
  if (!key_octets || !sequence->empty()) return kMalformed;
  constexpr std::uint64_t kBeyondAll = std::numeric_limits<std::int64_t>::max();
  if (*n < 2 || ((*n & (*n - 1)) != 0 && *n != kBeyondAll)) return kMalformed;
  return ScryptParameters{*salt, *n, *r, *p, *key_octets};
}

std::optional<Cipher> cipher_of(Bytes name) {
  if (oid::is(name, oid::kAes128Cbc)) return Cipher::kAes128;
  if (oid::is(name, oid::kAes192Cbc)) return Cipher::kAes192;
  if (oid::is(name, oid::kAes256Cbc)) return Cipher::kAes256;
  if (oid::is(name, oid::kDesEde3Cbc)) return Cipher::kDesEde3;
  if (oid::is(name, oid::kDesCbc)) return Cipher::kDes;
  return std::nullopt;
}

Result<PbeScheme> read_pbes2(Reader in) {
  auto sequence = der::enter_whole(in.rest());
  if (!sequence) return kMalformed;
  const auto kdf = der::read_algorithm(*sequence);
  if (!kdf) return kMalformed;
  auto encryption = der::read_algorithm(*sequence);
  if (!encryption || !sequence->empty()) return kMalformed;

  const auto cipher = cipher_of(encryption->oid);
  if (!cipher) return Error{ErrorCode::kCipherUnsupported, 0, 0, name_of_cipher(encryption->oid)};
  const auto iv = encryption->parameters.read(Tag::kOctetString);
  if (!iv || !encryption->parameters.empty() || iv->size() != crypto::block_octets(*cipher)) return kMalformed;
  const std::size_t key_octets = crypto::key_octets(*cipher);
  const auto fits = [&](std::uint64_t declared) { return declared == 0 || declared == key_octets; };

  if (oid::is(kdf->oid, oid::kPbkdf2)) {
    const auto parameters = read_pbkdf2_parameters(kdf->parameters);
    if (!parameters) return parameters.error();
    if (!fits(parameters->key_octets)) return kMalformed;
    return PbeScheme{*parameters, *cipher, key_octets, 0, *iv};
  }
  if (oid::is(kdf->oid, oid::kScrypt)) {
    const auto parameters = read_scrypt_parameters(kdf->parameters);
    if (!parameters) return parameters.error();
    if (!fits(parameters->key_octets)) return kMalformed;
    return PbeScheme{*parameters, *cipher, key_octets, 0, *iv};
  }
  return Error{ErrorCode::kKdfUnsupported, 0, 0, phrase::kUnknownDerivation};
}

/// The schemes whose parameters are a salt and a count.
struct Simple {
  Bytes oid;
  Hash hash;
  bool pkcs12;
  Cipher cipher;
  std::size_t key_octets, rc2_bits;
};

constexpr Simple kSimple[] = {
    {oid::kPbeSha1DesEde3, Hash::kSha1, true, Cipher::kDesEde3, 24, 0},
    {oid::kPbeSha1DesEde2, Hash::kSha1, true, Cipher::kDesEde3, 16, 0},
    {oid::kPbeSha1Rc2_128, Hash::kSha1, true, Cipher::kRc2, 16, 128},
    {oid::kPbeSha1Rc2_40, Hash::kSha1, true, Cipher::kRc2, 5, 40},
    {oid::kPbeMd5Des, Hash::kMd5, false, Cipher::kDes, 8, 0},
    {oid::kPbeSha1Des, Hash::kSha1, false, Cipher::kDes, 8, 0},
    {oid::kPbeMd5Rc2, Hash::kMd5, false, Cipher::kRc2, 8, 64},
    {oid::kPbeSha1Rc2, Hash::kSha1, false, Cipher::kRc2, 8, 64},
};

Result<PbeScheme> read_simple(const Simple& simple, Reader in) {
  auto sequence = der::enter_whole(in.rest());
  if (!sequence) return kMalformed;
  const auto salt = sequence->read(Tag::kOctetString);
  if (!salt) return kMalformed;
  const auto iterations = read_count(*sequence);
  if (!iterations || !sequence->empty()) return kMalformed;
  PbeScheme scheme{Pkcs12Parameters{*salt, *iterations}, simple.cipher, simple.key_octets, simple.rc2_bits};
  if (!simple.pkcs12) scheme.kdf = Pbes1Parameters{simple.hash, *salt, *iterations};
  return scheme;
}

/// Blocks of hash output that give so many octets.
std::size_t blocks(std::size_t octets, Hash hash) {
  const std::size_t size = crypto::digest_octets(hash);
  return (octets + size - 1) / size;
}

}  // namespace

std::optional<std::uint64_t> read_count(Reader& in) {
  if (const auto magnitude = in.read_unsigned()) {
    std::uint64_t count = 0;
    for (const std::uint8_t octet : *magnitude) {
      if (count >> 55 != 0) return std::numeric_limits<std::int64_t>::max();
      count = count << 8 | octet;
    }
    if (count > 0) return count;
  }
  return std::nullopt;
}

Result<PbeScheme> read_pbe_scheme(Bytes algorithm) {
  Reader in(algorithm);
  const auto scheme = der::read_algorithm(in);
  if (!scheme || !in.empty()) return kMalformed;
  if (oid::is(scheme->oid, oid::kPbes2)) return read_pbes2(scheme->parameters);
  for (const Simple& simple : kSimple) {
    if (equal(scheme->oid, simple.oid)) return read_simple(simple, scheme->parameters);
  }
  const bool rc4 = oid::is(scheme->oid, oid::kPbeSha1Rc4_128) || oid::is(scheme->oid, oid::kPbeSha1Rc4_40);
  if (rc4) return Error{ErrorCode::kCipherUnsupported, 0, 0, "RC4"};
  return Error{ErrorCode::kEncryptionUnsupported, 0, 0, phrase::kUnknownScheme};
}

Result<Pbkdf2Parameters> read_pbkdf2(Bytes algorithm) {
  Reader in(algorithm);
  const auto kdf = der::read_algorithm(in);
  if (!kdf || !in.empty()) return kMalformed;
  if (!oid::is(kdf->oid, oid::kPbkdf2)) return Error{ErrorCode::kKdfUnsupported, 0, 0, phrase::kUnknownDerivation};
  return read_pbkdf2_parameters(kdf->parameters);
}

std::optional<Error> spend(KdfBudget& budget, const PbeScheme& scheme) {
  if (const auto* pbkdf2 = std::get_if<Pbkdf2Parameters>(&scheme.kdf)) {
    return budget.spend_hmac(pbkdf2->prf, pbkdf2->iterations, blocks(scheme.key_octets, pbkdf2->prf));
  }
  if (const auto* scrypt = std::get_if<ScryptParameters>(&scheme.kdf)) {
    return budget.spend_scrypt(scrypt->n, scrypt->r, scrypt->p);
  }
  if (const auto* pbes1 = std::get_if<Pbes1Parameters>(&scheme.kdf)) {
    return budget.spend_hash(pbes1->hash, pbes1->iterations, 1);
  }
  const auto& pkcs12 = std::get<Pkcs12Parameters>(scheme.kdf);
  return budget.spend_hash(Hash::kSha1, pkcs12.iterations, blocks(scheme.key_octets, Hash::kSha1) + 1);
}

}  // namespace popcert::keys
