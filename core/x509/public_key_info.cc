#include "x509/public_key_info.h"

#include "crypto/digest.h"
#include "crypto/ec.h"
#include "crypto/rsa.h"
#include "der/oid.h"
#include "der/reader.h"
#include "der/writer.h"

namespace popcert::x509 {
namespace {

using der::Reader;
using der::Tag;
namespace oid = der::oid;

Error malformed(std::size_t offset) { return {ErrorCode::kCertificateMalformed, offset, 0, "public key"}; }

std::string_view name_of_algorithm(Bytes algorithm) {
  if (oid::is(algorithm, oid::kRsassaPss)) return "RSA-PSS";
  if (oid::is(algorithm, oid::kEd25519)) return "Ed25519";
  if (oid::is(algorithm, oid::kEd448)) return "Ed448";
  if (oid::is(algorithm, oid::kX25519)) return "X25519";
  if (oid::is(algorithm, oid::kX448)) return "X448";
  if (oid::is(algorithm, oid::kDsa)) return "DSA";
  return "an unknown algorithm";
}

Result<crypto::PublicKey> decode_rsa(Reader algorithm, Bytes key_octets, std::size_t offset) {
  if (!algorithm.empty()) {
    const auto null = algorithm.read(Tag::kNull);
    if (!null || !null->empty() || !algorithm.empty()) return malformed(offset);
  }
  Reader file(key_octets, offset);
  auto key = file.enter(Tag::kSequence);
  if (!key || !file.empty()) return malformed(offset);
  const auto modulus = key->read_unsigned();
  const auto exponent = modulus ? key->read_unsigned() : std::nullopt;
  if (!exponent || !key->empty()) return malformed(key->offset());
  auto made = crypto::make_rsa_public_key(*modulus, *exponent);
  if (!made) return made.error();
  return crypto::PublicKey(std::move(*made));
}

Result<crypto::PublicKey> decode_ec(Reader algorithm, Bytes point, std::size_t offset) {
  if (!algorithm.at(Tag::kOid)) {
    return Error{ErrorCode::kCertificateKeyUnsupported, offset, 0, "EC with explicit curve parameters"};
  }
  const auto named = algorithm.read_oid();
  if (!named || !algorithm.empty() || point.empty()) return malformed(offset);
  crypto::Curve curve{};
  if (oid::is(*named, oid::kP256)) {
    curve = crypto::Curve::kP256;
  } else if (oid::is(*named, oid::kP384)) {
    curve = crypto::Curve::kP384;
  } else if (oid::is(*named, oid::kP521)) {
    curve = crypto::Curve::kP521;
  } else {
    return Error{ErrorCode::kCertificateKeyUnsupported, offset, 0, "EC on another curve"};
  }
  auto made = crypto::make_ec_public_key(curve, point);
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

Bytes curve_oid(crypto::Curve curve) {
  switch (curve) {
    case crypto::Curve::kP256: return oid::kP256;
    case crypto::Curve::kP384: return oid::kP384;
    case crypto::Curve::kP521: return oid::kP521;
  }
  return {};
}

}  // namespace

Result<crypto::PublicKey> decode_public_key_info(Bytes tlv) {
  Reader file(tlv);
  auto info = file.enter(Tag::kSequence);
  if (!info || !file.empty()) return malformed(0);
  auto algorithm = info->enter(Tag::kSequence);
  if (!algorithm) return malformed(info->offset());
  const auto type = algorithm->read_oid();
  const auto octets = type ? info->read_bit_string() : std::nullopt;
  if (!octets || !info->empty()) return malformed(info->offset());
  const std::size_t offset = info->offset() - octets->size();
  if (oid::is(*type, oid::kRsaEncryption)) return decode_rsa(*algorithm, *octets, offset);
  if (oid::is(*type, oid::kEcPublicKey)) return decode_ec(*algorithm, *octets, offset);
  return Error{ErrorCode::kCertificateKeyUnsupported, offset, 0, name_of_algorithm(*type)};
}

Buffer encode_public_key_info(const crypto::PublicKey& key) {
  der::Writer w;
  {
    auto info = w.open(Tag::kSequence);
    {
      auto algorithm = w.open(Tag::kSequence);
      if (const auto* ec = std::get_if<crypto::EcPublicKey>(&key)) {
        w.string(Tag::kOid, oid::kEcPublicKey);
        w.string(Tag::kOid, curve_oid(ec->curve));
      } else {
        w.string(Tag::kOid, oid::kRsaEncryption);
        w.null();
      }
    }
    auto bits = w.open_bit_string();
    w.raw(subject_public_key(key));
  }
  return std::move(w).finish();
}

Buffer key_identifier(const crypto::PublicKey& key) {
  return crypto::digest(crypto::Hash::kSha1, subject_public_key(key));
}

}  // namespace popcert::x509
