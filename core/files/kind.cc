#include "files/kind.h"

#include "der/oid.h"
#include "der/reader.h"

namespace popcert::files {
namespace {

using der::Tag;
namespace oid = der::oid;

// Prefixes of object identifiers.
constexpr oid::Oid kPkcs7Types("1.2.840.113549.1.7");        // RFC 5652 4
constexpr oid::Oid kPkcs5Schemes("1.2.840.113549.1.5");      // RFC 8018 A
constexpr oid::Oid kPkcs12Schemes("1.2.840.113549.1.12.1");  // RFC 7292 C
constexpr oid::Oid kFieldTypes("1.2.840.10045.1");           // RFC 3279 2.3.5

/// An element as far as it is there. With an indefinite or too great length the value is all that follows.
struct Shape {
  Tag tag{};
  Bytes value, rest;
  bool has(Tag wanted) const { return tag == wanted; }
};

/// Tolerant of everything but a missing identifier: the tag is 0 then.
Shape look(Bytes in) {
  if (in.empty()) return {};
  Shape shape{static_cast<Tag>(in[0]), {}, {}};
  if (in.size() < 2) return shape;
  std::size_t header = 2, length = in[1];
  if (length == 0x80) {
    length = in.size();
  } else if (length > 0x80) {
    const std::size_t count = length & 0x7f;
    if (count > in.size() - 2) return shape;
    length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length > in.size() ? length : length << 8 | in[2 + i];
    header += count;
  }
  const auto after = in.subspan(header);
  shape.value = after.first(std::min(length, after.size()));
  shape.rest = after.subspan(shape.value.size());
  return shape;
}

/// SEQUENCE { SEQUENCE { OBJECT IDENTIFIER type ...
std::optional<Bytes> type_of(const Shape& sequence) {
  const auto type = look(sequence.value);
  if (!sequence.has(Tag::kSequence) || !type.has(Tag::kOid)) return std::nullopt;
  return type.value;
}

/// SEQUENCE { INTEGER number ...
Kind after_integer(const Shape& number) {
  const auto second = look(number.rest);
  const bool is_three = number.value.size() == 1 && number.value[0] == 3;
  if (second.has(Tag::kOctetString)) return Kind::kEcPrivateKey;
  if (second.has(Tag::kSequence)) {
    const auto type = type_of(second);
    if (type && oid::starts(*type, kPkcs7Types)) return Kind::kPfx;
    if (type && oid::starts(*type, kFieldTypes)) return Kind::kEcParameters;
    return is_three ? Kind::kPfx : Kind::kPrivateKeyInfo;
  }
  if (second.has(Tag::kInteger)) {
    // A version is one octet, a modulus is not.
    if (number.value.size() < 8) return Kind::kRsaPrivateKey;
    // (n, e) or (p, g, length): generators are 2 or 5, public exponents 3 or more than an octet.
    const bool generator = second.value.size() == 1 && (second.value[0] == 2 || second.value[0] == 5);
    return generator || look(second.rest).has(Tag::kInteger) ? Kind::kDhParameters : Kind::kRsaPublicKey;
  }
  return is_three ? Kind::kPfx : Kind::kUnknown;
}

/// SEQUENCE { SEQUENCE { AlgorithmIdentifier or TBS...
Kind after_sequence(const Shape& first) {
  const auto inner = look(first.value);
  if (inner.has(Tag::kOid)) {
    const auto second = look(first.rest);
    if (second.has(Tag::kBitString)) return Kind::kPublicKeyInfo;
    const bool encrypted = oid::starts(inner.value, kPkcs5Schemes) || oid::starts(inner.value, kPkcs12Schemes);
    return encrypted || second.has(Tag::kOctetString) ? Kind::kEncryptedPrivateKeyInfo : Kind::kUnknown;
  }
  if (inner.has(der::context_constructed(0))) return Kind::kCertificate;
  // A CRL of version 1 has neither version nor serial number before its signature algorithm.
  const bool numbered = inner.has(Tag::kInteger);
  const auto algorithm = numbered ? look(inner.rest) : inner;  // the subject in a request
  if (!algorithm.has(Tag::kSequence)) return Kind::kUnknown;
  const auto name = look(algorithm.rest);
  const auto time = look(name.rest);
  const bool has_algorithm = type_of(algorithm).has_value();
  if (has_algorithm && (time.has(Tag::kUtcTime) || time.has(Tag::kGeneralizedTime))) return Kind::kCertificateList;
  if (!numbered) return Kind::kUnknown;
  if (has_algorithm) return Kind::kCertificate;
  // Where a certificate has its algorithm, a request has its subject: a SEQUENCE of SETs, or empty.
  const bool empty = algorithm.value.empty() && !algorithm.rest.empty();
  const bool is_name = empty || look(algorithm.value).has(Tag::kSet);
  return is_name ? Kind::kCertificateRequest : Kind::kUnknown;
}

bool is_sequence(Bytes der) { return !der.empty() && der[0] == static_cast<std::uint8_t>(Tag::kSequence); }

}  // namespace

Kind recognise(Bytes der) {
  const auto outer = look(der);
  if (outer.has(Tag::kOid) && outer.rest.empty() && !outer.value.empty()) return Kind::kEcParameters;
  if (!outer.has(Tag::kSequence)) return Kind::kUnknown;
  const auto first = look(outer.value);
  if (first.has(Tag::kInteger)) return after_integer(first);
  if (first.has(Tag::kSequence)) return after_sequence(first);
  if (first.has(Tag::kOid) && oid::starts(first.value, kPkcs7Types)) return Kind::kPkcs7;
  // TBSCertificate without the signature around it.
  if (first.has(der::context_constructed(0)) && look(first.value).has(Tag::kInteger)) return Kind::kCertificate;
  return Kind::kUnknown;
}

std::optional<ErrorCode> unusable_object(Kind kind) {
  switch (kind) {
    case Kind::kPublicKeyInfo:
    case Kind::kRsaPublicKey: return ErrorCode::kObjectIsPublicKey;
    case Kind::kCertificateRequest: return ErrorCode::kObjectIsCertificateRequest;
    case Kind::kCertificateList: return ErrorCode::kObjectIsCrl;
    case Kind::kEcParameters:
    case Kind::kDhParameters: return ErrorCode::kObjectIsParameters;
    case Kind::kPrivateKeyInfo:
    case Kind::kRsaPrivateKey:
    case Kind::kEcPrivateKey:
    case Kind::kEncryptedPrivateKeyInfo:
    case Kind::kPfx:
    case Kind::kPkcs7:
    case Kind::kCertificate:
    case Kind::kUnknown: return std::nullopt;
  }
  return std::nullopt;
}

Error why_unknown(Bytes der) {
  if (der.empty()) return {ErrorCode::kInputEmpty};
  if (!is_sequence(der)) return {ErrorCode::kInputNotRecognized};
  der::Reader file(der);
  if (!file.next()) return file.error();
  return {ErrorCode::kDerMalformed};
}

}  // namespace popcert::files
