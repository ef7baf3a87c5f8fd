#include "x509/extensions.h"

#include "base/limits.h"

#include <algorithm>

#include "der/oid.h"

namespace popcert::x509 {
namespace {

using der::Reader;
using der::Tag;
namespace oid = der::oid;

std::optional<BasicConstraints> decode_basic_constraints(Bytes value) {
  auto sequence = der::enter_whole(value);
  if (!sequence) return std::nullopt;
  BasicConstraints out;
  if (sequence->at(Tag::kBoolean)) {
    const auto ca = sequence->read_boolean();
    if (!ca) return std::nullopt;
    out.ca = *ca;
  }
  if (!sequence->empty()) {
    out.path_length = sequence->read_small();
    if (!out.path_length || !sequence->empty()) return std::nullopt;
  }
  return out;
}

/// A named bit list; the number of unused bits is not held against old tools that wrote more octets than DER wants.
std::optional<std::uint16_t> decode_key_usage(Bytes value) {
  Reader file(value);
  const auto bits = file.read(Tag::kBitString);
  if (!bits || !file.empty() || bits->empty() || bits->front() > 7 || bits->size() > 3) return std::nullopt;
  if (bits->size() == 1 && bits->front() != 0) return std::nullopt;
  std::uint16_t usage = 0;
  for (unsigned bit = 0; bit < (bits->size() - 1) * 8; ++bit) {
    if ((*bits)[1 + bit / 8] >> (7 - bit % 8) & 1) usage = static_cast<std::uint16_t>(usage | 1u << bit);
  }
  return usage;
}

std::optional<Buffer> decode_key_identifier(Bytes value) {
  Reader file(value);
  const auto octets = file.read(Tag::kOctetString);
  if (!octets || !file.empty()) return std::nullopt;
  return to_buffer(*octets);
}

/// AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] OPTIONAL, authorityCertIssuer [1] OPTIONAL, serial [2]
/// OPTIONAL }
bool decode_authority(Bytes value, std::optional<Buffer>& key_identifier) {
  auto sequence = der::enter_whole(value);
  if (!sequence) return false;
  if (const auto octets = sequence->read(der::context_primitive(0))) key_identifier = to_buffer(*octets);
  if (auto names = sequence->enter(der::context_constructed(1))) {
    while (!names->empty()) {
      if (!names->next()) return false;
    }
  }
  if (const auto serial = sequence->read(der::context_primitive(2))) {
    if (!der::is_shortest_integer(*serial)) return false;
  }
  return sequence->empty();
}

struct RawExtension {
  Bytes type, value;
};

std::optional<RawExtension> read_extension(Reader& list) {
  auto extension = list.enter(Tag::kSequence);
  if (!extension) return std::nullopt;
  const auto type = extension->read_oid();
  if (!type) return std::nullopt;
  if (extension->at(Tag::kBoolean) && !extension->read_boolean()) return std::nullopt;
  const auto value = extension->read(Tag::kOctetString);
  if (!value || !extension->empty()) return std::nullopt;
  return RawExtension{*type, *value};
}

bool contains(const std::vector<Bytes>& types, Bytes type) {
  return std::any_of(types.begin(), types.end(), [&](Bytes other) { return equal(type, other); });
}

}  // namespace

Result<Extensions> decode_extensions(Reader extensions) {
  const auto malformed = [&](std::string_view name, ErrorCode code = ErrorCode::kCertificateExtensionMalformed) {
    return Error{code, extensions.offset(), 0, name};
  };
  auto list = extensions.enter(Tag::kSequence);
  if (!list || list->empty() || !extensions.empty()) {
    return malformed("extensions", ErrorCode::kCertificateMalformed);
  }
  Extensions out;
  std::vector<Bytes> types;
  while (!list->empty()) {
    const auto extension = read_extension(*list);
    if (!extension) return malformed("extensions", ErrorCode::kCertificateMalformed);
    if (contains(types, extension->type)) return malformed("", ErrorCode::kCertificateDuplicateExtension);
    if (types.size() == kMaxExtensions) return malformed("extensions", ErrorCode::kCertificateMalformed);
    types.push_back(extension->type);
    if (oid::is(extension->type, oid::kBasicConstraints)) {
      out.basic_constraints = decode_basic_constraints(extension->value);
      if (!out.basic_constraints) return malformed("basicConstraints");
    } else if (oid::is(extension->type, oid::kKeyUsage)) {
      out.key_usage = decode_key_usage(extension->value);
      if (!out.key_usage) return malformed("keyUsage");
    } else if (oid::is(extension->type, oid::kSubjectKeyIdentifier)) {
      out.subject_key_identifier = decode_key_identifier(extension->value);
      if (!out.subject_key_identifier) return malformed("subjectKeyIdentifier");
    } else if (oid::is(extension->type, oid::kAuthorityKeyIdentifier)) {
      if (!decode_authority(extension->value, out.authority_key_identifier)) return malformed("authorityKeyIdentifier");
    }
  }
  return out;
}

}  // namespace popcert::x509
