#include "x509/public_key_info.h"

#include "crypto/digest.h"
#include "crypto/ec.h"
#include "crypto/explicit_curve.h"
#include "crypto/rsa.h"
#include "der/algorithm.h"
#include "der/oid.h"
#include "der/writer.h"
#include "sentences/phrase.h"

namespace popcert::x509 {
namespace {

using der::Reader;
using der::Tag;
namespace oid = der::oid;

Error malformed(std::size_t offset) { return {ErrorCode::kCertificateMalformed, offset, 0, "public key"}; }

std::string_view name_of_algorithm(Bytes algorithm) {
  const auto name = crypto::name_of_other_key(algorithm);
  return name.empty() ? phrase::kUnknownAlgorithm : name;
}

Result<crypto::PublicKey> decode_rsa(const der::Algorithm& algorithm, Bytes key_octets, std::size_t offset) {
  if (!algorithm.has_no_parameters()) return malformed(offset);
  auto key = der::enter_whole(key_octets, offset);
  if (!key) return malformed(offset);
  const auto modulus = key->read_unsigned();
  const auto exponent = modulus ? key->read_unsigned() : std::nullopt;
  if (!exponent || !key->empty()) return malformed(key->offset());
  auto made = crypto::make_rsa_public_key(*modulus, *exponent);
  if (!made) return made.error();
  return crypto::PublicKey(std::move(*made));
}

Result<crypto::PublicKey> decode_ec(Reader algorithm, Bytes point, std::size_t offset, bool* explicit_curve) {
  std::optional<crypto::Curve> curve;
  if (const auto written_out = algorithm.enter(Tag::kSequence)) {
    curve = crypto::curve_of_parameters(*written_out);
    if (explicit_curve != nullptr) *explicit_curve = true;
  } else {
    const auto named = algorithm.read_oid();
    if (!named) return malformed(offset);
    curve = crypto::curve_of_oid(*named);
  }
  if (!algorithm.empty() || point.empty()) return malformed(offset);
  if (!curve) return Error{ErrorCode::kCertificateKeyUnsupported, offset, 0, phrase::kOtherCurve};
  auto made = crypto::make_ec_public_key(*curve, point);
  if (!made) return made.error();
  return crypto::PublicKey(std::move(*made));
}

Buffer subject_public_key(const crypto::PublicKey& key) {
  if (const auto* ec = std::get_if<crypto::EcPublicKey>(&key)) return ec->point;
  const auto& rsa = std::get<crypto::RsaPublicKey>(key);
  der::Writer w;
  {
    auto rsa_public_key = w.open(Tag::kSequence);
    w.integer(rsa.modulus);
    w.integer(rsa.exponent);
  }
  return std::move(w).finish();
}

}  // namespace

Result<crypto::PublicKey> decode_public_key_info(Bytes tlv, bool* explicit_curve) {
  auto info = der::enter_whole(tlv);
  if (!info) return malformed(0);
  const auto algorithm = der::read_algorithm(*info);
  const auto octets = algorithm && der::is_shortest_oid(algorithm->oid) ? info->read_bit_string() : std::nullopt;
  if (!octets || !info->empty()) return malformed(info->offset());
  const std::size_t offset = info->offset() - octets->size();
  if (oid::is(algorithm->oid, oid::kRsaEncryption)) return decode_rsa(*algorithm, *octets, offset);
  if (oid::is(algorithm->oid, oid::kEcPublicKey))
    return decode_ec(algorithm->parameters, *octets, offset, explicit_curve);
  return Error{ErrorCode::kCertificateKeyUnsupported, offset, 0, name_of_algorithm(algorithm->oid)};
}

Buffer encode_public_key_info(const crypto::PublicKey& key) {
  der::Writer w;
  {
    auto info = w.open(Tag::kSequence);
    crypto::write_algorithm(w, key);
    auto bits = w.open_bit_string();
    w.raw(subject_public_key(key));
  }
  return std::move(w).finish();
}

Buffer key_identifier(const crypto::PublicKey& key) {
  return crypto::digest(crypto::Hash::kSha1, subject_public_key(key));
}

}  // namespace popcert::x509
