#include "x509/extensions.h"

#include "base/limits.h"

#include <algorithm>

#include "der/oid.h"
#include "x509/general_name.h"
#include "x509/name_subtrees.h"

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
bool decode_authority(Bytes value, Extensions& out) {
  auto sequence = der::enter_whole(value);
  if (!sequence) return false;
  if (const auto octets = sequence->read(der::context_primitive(0))) out.authority_key_identifier = to_buffer(*octets);
  if (auto names = sequence->enter(der::context_constructed(1))) {
    while (!names->empty()) {
      const auto name = read_general_name(*names);
      if (!name) return false;
      if (name->kind == NameKind::kDirectory && !out.authority_issuer) out.authority_issuer = to_buffer(name->value);
    }
  }
  if (const auto serial = sequence->read(der::context_primitive(2))) {
    if (!der::is_shortest_integer(*serial)) return false;
    out.authority_serial = to_buffer(*serial);
  }
  return sequence->empty();
}

/// ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId
bool decode_purposes(Bytes value, Extensions& out) {
  auto list = der::enter_whole(value);
  if (!list) return false;
  bool clients = false, any = false;
  while (!list->empty()) {
    const auto purpose = list->read_oid();
    if (!purpose) return false;
    clients |= oid::is(*purpose, oid::kClientAuth);
    any |= oid::is(*purpose, oid::kAnyExtendedKeyUsage);
  }
  out.for_clients = clients || any;
  out.only_any_purpose = any && !clients;
  return true;
}

/// Those that OpenSSL 3.0 knows when they are critical (crypto/x509/v3_purp.c). Key identifiers are not among them, for
/// RFC 5280 forbids critical ones.
bool is_known_critical(Bytes type) {
  constexpr oid::Oid kKnown[] = {oid::kKeyUsage,
                                 oid::kSubjectAlternativeName,
                                 oid::kBasicConstraints,
                                 oid::kNameConstraints,
                                 oid::kCrlDistributionPoints,
                                 oid::kCertificatePolicies,
                                 oid::kPolicyMappings,
                                 oid::kPolicyConstraints,
                                 oid::kExtKeyUsage,
                                 oid::kInhibitAnyPolicy,
                                 oid::kIpAddressBlocks,
                                 oid::kAutonomousSystems,
                                 oid::kProxyCertInfo,
                                 oid::kOcspNoCheck,
                                 oid::kNetscapeCertType};
  return std::any_of(std::begin(kKnown), std::end(kKnown), [&](const oid::Oid& known) { return oid::is(type, known); });
}

struct RawExtension {
  Bytes type, value;
  bool critical;
};

std::optional<RawExtension> read_extension(Reader& list) {
  auto extension = list.enter(Tag::kSequence);
  if (!extension) return std::nullopt;
  const auto type = extension->read_oid();
  if (!type) return std::nullopt;
  bool critical = false;
  if (extension->at(Tag::kBoolean)) {
    const auto flag = extension->read_boolean();
    if (!flag) return std::nullopt;
    critical = *flag;
  }
  const auto value = extension->read(Tag::kOctetString);
  if (!value || !extension->empty()) return std::nullopt;
  return RawExtension{*type, *value, critical};
}

/// Those without which a certificate can be read: a damaged one is noted.
void read_further(const RawExtension& extension, Extensions& out) {
  const auto damaged = [&](std::string_view name) {
    if (out.unreadable.empty()) out.unreadable = name;
  };
  const auto [type, value, critical] = extension;
  if (oid::is(type, oid::kExtKeyUsage)) {
    if (!decode_purposes(value, out)) damaged("extKeyUsage");
  } else if (oid::is(type, oid::kSubjectAlternativeName)) {
    if (!is_general_names(value)) return damaged("subjectAltName");
    out.subject_alternative_name = to_buffer(value);
  } else if (oid::is(type, oid::kNameConstraints)) {
    if (!is_name_constraints(value)) return damaged("nameConstraints");
    out.name_constraints = to_buffer(value);
  } else if (oid::is(type, oid::kCrlDistributionPoints)) {
    if (!der::enter_whole(value)) damaged("cRLDistributionPoints");
  } else if (oid::is(type, oid::kProxyCertInfo) || oid::is(type, oid::kIpAddressBlocks) ||
             oid::is(type, oid::kAutonomousSystems)) {
    out.special = true;
  }
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
      if (!decode_authority(extension->value, out)) return malformed("authorityKeyIdentifier");
    } else {
      read_further(*extension, out);
    }
    out.unknown_critical |= extension->critical && !is_known_critical(extension->type);
  }
  return out;
}

}  // namespace popcert::x509
