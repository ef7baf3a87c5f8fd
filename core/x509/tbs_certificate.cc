#include "x509/tbs_certificate.h"

#include <bit>

#include "der/oid.h"
#include "der/time.h"
#include "der/writer.h"
#include "x509/public_key_info.h"

namespace popcert::x509 {
namespace {

using der::Tag;
using der::Writer;
namespace oid = der::oid;

Buffer positive_serial(Bytes serial) {
  Buffer out = to_buffer(serial);
  out.front() = static_cast<std::uint8_t>((out.front() & 0x7f) | 0x40);  // always as long as was given
  return out;
}

/// Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
template <class WriteValue>
void write_extension(Writer& w, Bytes type, bool critical, WriteValue write_value) {
  auto extension = w.open(Tag::kSequence);
  w.string(Tag::kOid, type);
  if (critical) w.boolean_true();
  auto value = w.open(Tag::kOctetString);
  write_value();
}

void write_basic_constraints(Writer& w, const BasicConstraints& constraints) {
  auto sequence = w.open(Tag::kSequence);
  if (constraints.ca) w.boolean_true();  // FALSE is the default, and DER leaves defaults out
  if (constraints.path_length) w.small_integer(*constraints.path_length);
}

/// A named bit list (X.690 11.2.2): no zero bit behind the last one that is set.
void write_key_usage(Writer& w, std::uint16_t usage) {
  const auto bits = static_cast<std::size_t>(std::bit_width(usage));
  Buffer contents{static_cast<std::uint8_t>((8 - bits % 8) % 8)};
  contents.resize(1 + (bits + 7) / 8);
  for (std::size_t bit = 0; bit < bits; ++bit) {
    auto& octet = contents[1 + bit / 8];
    if (usage >> bit & 1) octet = static_cast<std::uint8_t>(octet | 0x80 >> bit % 8);
  }
  w.string(Tag::kBitString, contents);
}

void write_ext_key_usage(Writer& w, const std::vector<Bytes>& purposes) {
  auto sequence = w.open(Tag::kSequence);
  for (const auto& purpose : purposes) w.string(Tag::kOid, purpose);
}

void write_authority_key_identifier(Writer& w, Bytes key_identifier) {
  auto sequence = w.open(Tag::kSequence);
  w.string(der::context_primitive(0), key_identifier);
}

void write_extensions(Writer& w, const CertificateProfile& profile, const Issuer& issuer, const Subject& subject) {
  auto wrapped = w.open(der::context_constructed(3));
  auto extensions = w.open(Tag::kSequence);
  if (profile.basic_constraints) {
    write_extension(w, oid::kBasicConstraints, true, [&] { write_basic_constraints(w, *profile.basic_constraints); });
  }
  if (profile.key_usage != 0) {
    write_extension(w, oid::kKeyUsage, true, [&] { write_key_usage(w, profile.key_usage); });
  }
  if (!profile.ext_key_usage.empty()) {
    write_extension(w, oid::kExtKeyUsage, false, [&] { write_ext_key_usage(w, profile.ext_key_usage); });
  }
  if (profile.subject_key_identifier) {
    write_extension(w, oid::kSubjectKeyIdentifier, false,
                    [&] { w.string(Tag::kOctetString, key_identifier(subject.key)); });
  }
  if (profile.authority_key_identifier && issuer.key_identifier && !issuer.key_identifier->empty()) {
    write_extension(w, oid::kAuthorityKeyIdentifier, false,
                    [&] { write_authority_key_identifier(w, *issuer.key_identifier); });
  }
  w.raw(profile.further_extensions);
}

bool has_extensions(const CertificateProfile& profile, const Issuer& issuer) {
  return profile.basic_constraints || profile.key_usage != 0 || !profile.ext_key_usage.empty() ||
         profile.subject_key_identifier || !profile.further_extensions.empty() ||
         (profile.authority_key_identifier && issuer.key_identifier && !issuer.key_identifier->empty());
}

}  // namespace

Issuer issuer_of(const Certificate& ca) { return {ca.subject, ca.key, ca.extensions.subject_key_identifier}; }

TbsCertificate encode_tbs(const CertificateProfile& profile, const Issuer& issuer, const Subject& subject,
                          Bytes serial) {
  const auto& algorithm = signature_algorithm_of(issuer.key);
  Writer w;
  {
    auto tbs = w.open(Tag::kSequence);
    {
      auto version = w.open(der::context_constructed(0));
      w.small_integer(2);  // RFC 5280 4.1.2.1: v3 is written 2
    }
    w.integer(positive_serial(serial));
    w.raw(encode_signature_algorithm(algorithm));
    w.raw(issuer.name);
    {
      auto validity = w.open(Tag::kSequence);
      der::write_time(w, profile.validity.not_before);
      der::write_time(w, profile.validity.not_after);
    }
    w.raw(subject.name);
    w.raw(encode_public_key_info(subject.key));
    if (has_extensions(profile, issuer)) write_extensions(w, profile, issuer, subject);
  }
  return {std::move(w).finish(), algorithm};
}

}  // namespace popcert::x509
