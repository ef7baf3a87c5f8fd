#include "keys/pkcs12_mac.h"

#include "base/limits.h"

#include "crypto/hmac.h"
#include "crypto/kdf.h"
#include "der/algorithm.h"
#include "der/oid_pkcs.h"
#include "keys/algorithm_names.h"

namespace popcert::keys {
namespace {

using der::Reader;
using der::Tag;
namespace oid = der::oid;

constexpr Error kMalformed{ErrorCode::kEncryptedContentMalformed};

/// PBMAC1-params ::= SEQUENCE { keyDerivationFunc AlgorithmIdentifier, messageAuthScheme AlgorithmIdentifier }
Result<PfxMac> read_pbmac1(Reader in, Bytes expected) {
  auto sequence = der::enter_whole(in.rest());
  if (!sequence) return kMalformed;
  const auto kdf_tlv = sequence->read_tlv(Tag::kSequence);
  const auto scheme = der::read_algorithm(*sequence);
  if (!kdf_tlv || !scheme || !sequence->empty()) return kMalformed;
  const auto kdf = read_pbkdf2(*kdf_tlv);
  if (!kdf) return kdf.error();
  const auto hash = crypto::hash_of_hmac_oid(scheme->oid);
  if (!hash) return Error{ErrorCode::kMacUnsupported, 0, 0, name_of_prf(scheme->oid)};
  // RFC 9579 5: the length must be there.
  if (kdf->key_octets == 0 || kdf->key_octets > kMaxMacKeyOctets) return kMalformed;
  if (expected.size() != crypto::digest_octets(*hash)) return kMalformed;
  return PfxMac{*kdf, *hash, kdf->salt, kdf->iterations, expected};
}

}  // namespace

Result<PfxMac> read_pfx_mac(Bytes mac_data) {
  Reader in(mac_data);
  auto sequence = in.enter(Tag::kSequence);
  if (!sequence) return kMalformed;
  auto digest_info = sequence->enter(Tag::kSequence);
  if (!digest_info) return kMalformed;
  const auto algorithm = der::read_algorithm(*digest_info);
  if (!algorithm) return kMalformed;
  const auto expected = digest_info->read(Tag::kOctetString);
  if (!expected || !digest_info->empty()) return kMalformed;
  const auto salt = sequence->read(Tag::kOctetString);
  if (!salt) return kMalformed;
  std::uint64_t iterations = 1;
  if (!sequence->empty()) {
    const auto count = read_count(*sequence);
    if (!count || !sequence->empty()) return kMalformed;
    iterations = *count;
  }

  if (oid::is(algorithm->oid, oid::kPbmac1)) return read_pbmac1(algorithm->parameters, *expected);
  const auto hash = crypto::hash_of_oid(algorithm->oid);
  if (!hash) return Error{ErrorCode::kMacUnsupported, 0, 0, name_of_hash(algorithm->oid)};
  if (expected->size() != crypto::digest_octets(*hash)) return kMalformed;
  return PfxMac{std::nullopt, *hash, *salt, iterations, *expected};
}

std::optional<Error> spend(KdfBudget& budget, const PfxMac& mac) {
  if (!mac.pbmac1) return budget.spend_hash(mac.hash, mac.iterations, 1);
  const std::size_t size = crypto::digest_octets(mac.pbmac1->prf);
  return budget.spend_hmac(mac.pbmac1->prf, mac.iterations, (mac.pbmac1->key_octets + size - 1) / size);
}

bool is_right(const PfxMac& mac, Bytes utf8, Bytes bmp, Bytes content) {
  // Both counts are small once they are paid for.
  const auto iterations = static_cast<std::uint32_t>(mac.iterations);
  const Secret key = mac.pbmac1 ? crypto::pbkdf2(mac.pbmac1->prf, utf8, mac.salt, iterations,
                                                 static_cast<std::size_t>(mac.pbmac1->key_octets))
                                : crypto::pkcs12_kdf(mac.hash, crypto::Pkcs12Purpose::kMac, bmp, mac.salt, iterations,
                                                     crypto::digest_octets(mac.hash));
  return crypto::equal_in_constant_time(crypto::hmac(mac.hash, key.expose(), content).expose(), mac.expected);
}

}  // namespace popcert::keys
