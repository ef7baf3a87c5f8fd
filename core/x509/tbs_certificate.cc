#include "x509/tbs_certificate.h"

#include "crypto/sign.h"
#include "der/oid.h"
#include "der/time.h"
#include "der/writer.h"
#include "x509/name.h"
#include "x509/public_key_info.h"

namespace popcert::x509 {
namespace {

using der::Tag;
using der::Writer;
namespace oid = der::oid;

Buffer encode_signature_algorithm(const crypto::PublicKey& ca_key) {
  Writer w;
  {
    auto algorithm = w.open(Tag::kSequence);
    if (std::holds_alternative<crypto::RsaPublicKey>(ca_key)) {
      w.string(Tag::kOid, oid::kSha256WithRsa);
      w.null();  // RFC 4055 5: present and NULL; for ECDSA absent (RFC 5758 3.2)
    } else {
      switch (crypto::signature_hash(ca_key)) {
        case crypto::Hash::kSha384: w.string(Tag::kOid, oid::kEcdsaWithSha384); break;
        case crypto::Hash::kSha512: w.string(Tag::kOid, oid::kEcdsaWithSha512); break;
        default: w.string(Tag::kOid, oid::kEcdsaWithSha256);
      }
    }
  }
  return std::move(w).finish();
}

Buffer positive_serial(Bytes serial) {
  Buffer out = to_buffer(serial);
  out.front() = static_cast<std::uint8_t>((out.front() & 0x7f) | 0x40);  // always 16 octets long
  return out;
}

void write_basic_constraints(Writer& w) {
  auto extension = w.open(Tag::kSequence);
  w.string(Tag::kOid, oid::kBasicConstraints);
  w.boolean_true();
  auto value = w.open(Tag::kOctetString);
  w.string(Tag::kSequence, {});  // cA is FALSE by default, and DER leaves defaults out
}

void write_key_usage(Writer& w) {
  static constexpr std::uint8_t kDigitalSignature[] = {7, 0x80};  // 7 unused bits, bit 0
  auto extension = w.open(Tag::kSequence);
  w.string(Tag::kOid, oid::kKeyUsage);
  w.boolean_true();
  auto value = w.open(Tag::kOctetString);
  w.string(Tag::kBitString, kDigitalSignature);
}

void write_ext_key_usage(Writer& w) {
  auto extension = w.open(Tag::kSequence);
  w.string(Tag::kOid, oid::kExtKeyUsage);
  auto value = w.open(Tag::kOctetString);
  auto purposes = w.open(Tag::kSequence);
  w.string(Tag::kOid, oid::kClientAuth);
}

void write_subject_key_identifier(Writer& w, const crypto::PublicKey& key) {
  auto extension = w.open(Tag::kSequence);
  w.string(Tag::kOid, oid::kSubjectKeyIdentifier);
  auto value = w.open(Tag::kOctetString);
  w.string(Tag::kOctetString, key_identifier(key));
}

void write_authority_key_identifier(Writer& w, Bytes ca_key_identifier) {
  auto extension = w.open(Tag::kSequence);
  w.string(Tag::kOid, oid::kAuthorityKeyIdentifier);
  auto value = w.open(Tag::kOctetString);
  auto identifier = w.open(Tag::kSequence);
  w.string(der::context_primitive(0), ca_key_identifier);
}

void write_extensions(Writer& w, const crypto::PublicKey& subject_key, const Certificate& ca) {
  auto wrapped = w.open(der::context_constructed(3));
  auto extensions = w.open(Tag::kSequence);
  write_basic_constraints(w);
  write_key_usage(w);
  write_ext_key_usage(w);
  write_subject_key_identifier(w, subject_key);
  const auto& ca_key_identifier = ca.extensions.subject_key_identifier;
  if (ca_key_identifier && !ca_key_identifier->empty()) write_authority_key_identifier(w, *ca_key_identifier);
}

}  // namespace

TbsCertificate encode_tbs(const VerificationProfile& profile, const Certificate& ca) {
  Buffer algorithm = encode_signature_algorithm(ca.key);
  Writer w;
  {
    auto tbs = w.open(Tag::kSequence);
    {
      auto version = w.open(der::context_constructed(0));
      w.small_integer(2);  // RFC 5280 4.1.2.1: v3 is written 2
    }
    w.integer(positive_serial(profile.serial));
    w.raw(algorithm);
    w.raw(ca.subject);  // the octets themselves: a Name built again may differ in string types and then not match
    {
      auto validity = w.open(Tag::kSequence);
      der::write_time(w, profile.not_before);
      der::write_time(w, profile.not_after);
    }
    w.raw(encode_common_name(profile.verification_code));
    w.raw(encode_public_key_info(profile.subject_key));
    write_extensions(w, profile.subject_key, ca);
  }
  return {std::move(w).finish(), std::move(algorithm)};
}

}  // namespace popcert::x509
