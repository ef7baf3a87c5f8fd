#include "keys/pkcs8.h"

#include "crypto/ec.h"
#include "crypto/rsa.h"
#include "der/algorithm.h"
#include "der/oid.h"
#include "keys/fields.h"
#include "keys/pkcs1.h"
#include "keys/sec1.h"
#include "sentences/phrase.h"

namespace popcert::keys {
namespace {

using der::Reader;
using der::Tag;
namespace oid = der::oid;

std::string_view name_of_algorithm(Bytes algorithm) {
  if (const auto name = crypto::name_of_other_key(algorithm); !name.empty()) return name;
  if (oid::is(algorithm, oid::kRsaesOaep)) return "RSA-OAEP";
  if (oid::is(algorithm, oid::kDh) || oid::is(algorithm, oid::kDhX942)) return "DH";
  return phrase::kUnknownIdentifier;
}

/// A key inside a key: what is wrong with its outer structure is no defect of the file as a whole.
Result<crypto::PrivateKey> inside(Result<crypto::PrivateKey> key) {
  if (key) return key;
  const auto code = key.error().code;
  const bool structure = code == ErrorCode::kDerTruncated || code == ErrorCode::kDerMalformed;
  return structure ? Error{ErrorCode::kKeyMalformed, key.error().offset} : key.error();
}

Result<crypto::PrivateKey> decode_rsa(Reader parameters, Bytes der, std::size_t base) {
  // RFC 8017 A.1 wants NULL; some tools write nothing.
  if (!parameters.empty() && (!parameters.read(Tag::kNull) || !parameters.empty())) return misplaced(parameters);
  if (!begins_with_integer_and(der, Tag::kInteger)) return Error{ErrorCode::kKeyMalformed, base};
  return inside(decode_rsa_private_key(der, base));
}

Result<crypto::PrivateKey> decode_ec(Reader parameters, Bytes der, std::size_t base) {
  std::optional<crypto::Curve> curve;
  // RFC 5480 2.1.1 wants the curve here. Without it the key itself may still name it.
  if (!parameters.empty()) {
    const auto named = read_ec_parameters(parameters);
    if (!named) return named.error();
    if (!parameters.empty()) return misplaced(parameters);
    curve = *named;
  }
  if (!begins_with_integer_and(der, Tag::kOctetString)) return Error{ErrorCode::kKeyMalformed, base};
  return inside(decode_ec_private_key(der, curve, base));
}

/// The publicKey field: RSAPublicKey in DER or a point. Nothing if it is the public half of `key`.
std::optional<Error> compare(const crypto::PrivateKey& key, Bytes field, std::size_t offset) {
  if (const auto* ec = std::get_if<crypto::EcPrivateKey>(&key)) {
    const auto claimed = crypto::make_ec_public_key(ec->public_key.curve, field);
    if (!claimed) return Error{claimed.error().code, offset};
    if (*claimed != ec->public_key) return Error{ErrorCode::kEcPublicKeyMismatch, offset};
    return std::nullopt;
  }
  auto numbers = der::enter_whole(field, offset);
  const auto modulus = numbers ? numbers->read_unsigned() : std::nullopt;
  const auto exponent = modulus ? numbers->read_unsigned() : std::nullopt;
  if (!exponent || !numbers->empty()) return Error{ErrorCode::kKeyMalformed, offset};
  const auto& own = std::get<crypto::RsaPrivateKey>(key).public_key;
  if (equal(own.modulus, *modulus) && equal(own.exponent, *exponent)) return std::nullopt;
  return Error{ErrorCode::kRsaInconsistent, offset, 0, "publicKey = (n, e)"};
}

}  // namespace

Result<crypto::PrivateKey> decode_private_key_info(Bytes der, std::size_t base) {
  auto info = der::enter_whole(der, base);
  if (!info) return info.error();
  const auto version = read_version(*info, 0, 1);
  if (!version) return version.error();
  const auto algorithm = der::read_algorithm(*info);
  if (!algorithm) return misplaced(*info);
  const auto octets = info->read(Tag::kOctetString);
  if (!octets) return misplaced(*info);
  const auto octets_base = info->offset() - octets->size();
  if (!info->skip_optional(der::context_constructed(0))) return misplaced(*info);  // attributes
  std::optional<Bytes> public_key;
  if (!info->read_optional(der::context_primitive(1), public_key)) return misplaced(*info);
  if (public_key) {
    if (public_key->empty() || public_key->front() != 0) return misplaced(*info);
    public_key = public_key->subspan(1);  // unused bits, X.690 8.6.2.2
  }
  if (!info->empty()) return misplaced(*info);

  const bool rsa = oid::is(algorithm->oid, oid::kRsaEncryption);
  if (!rsa && !oid::is(algorithm->oid, oid::kEcPublicKey)) {
    return Error{ErrorCode::kKeyTypeUnsupported, algorithm->parameters.offset() - algorithm->oid.size(), 0,
                 name_of_algorithm(algorithm->oid)};
  }
  auto key = rsa ? decode_rsa(algorithm->parameters, *octets, octets_base)
                 : decode_ec(algorithm->parameters, *octets, octets_base);
  if (!key || !public_key) return key;
  if (const auto differs = compare(*key, *public_key, info->offset() - public_key->size())) return *differs;
  return key;
}

}  // namespace popcert::keys
