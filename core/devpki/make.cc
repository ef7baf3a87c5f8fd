#include "devpki/make.h"

#include "crypto/generate_private.h"
#include "crypto/sign.h"
#include "der/oid.h"
#include "der/reader.h"
#include "der/time.h"
#include "proof/verification_code.h"
#include "x509/name.h"
#include "x509/public_key_info.h"

namespace popcert::devpki {
namespace {

using der::Tag;
namespace oid = der::oid;

template <class Key>
Result<crypto::PrivateKey> private_key(Result<Key> key) {
  if (!key) return key.error();
  return crypto::PrivateKey(std::move(*key));
}

Result<crypto::PrivateKey> generate(KeyKind kind, Bytes seed) {
  switch (kind) {
    case KeyKind::kP256: return private_key(crypto::generate_ec_private_key(crypto::Curve::kP256, seed));
    case KeyKind::kP384: return private_key(crypto::generate_ec_private_key(crypto::Curve::kP384, seed));
    case KeyKind::kRsa2048: return private_key(crypto::generate_rsa_private_key(2048, seed));
    case KeyKind::kRsa3072: return private_key(crypto::generate_rsa_private_key(3072, seed));
    case KeyKind::kRsa4096: return private_key(crypto::generate_rsa_private_key(4096, seed));
  }
  return Error{ErrorCode::kRandomFailed};
}

/// Within the CA's own, where there is one.
Outcome<x509::Period> period_within(x509::Period wanted, const Authority* issuer) {
  if (wanted.not_before < der::kEarliestTime || wanted.not_after > der::kLatestTime ||
      wanted.not_before >= wanted.not_after) {
    return Refusal(Reason::kValidity, Input::kValidity);
  }
  if (issuer == nullptr) return wanted;
  const auto& ca = issuer->certificate();
  const x509::Period cut{std::max(wanted.not_before, ca.not_before), std::min(wanted.not_after, ca.not_after)};
  if (cut.not_before >= cut.not_after) return Refusal(Reason::kIssuerEndsFirst, Input::kValidity, {ca.not_after});
  return cut;
}

/// Who signs: the CA, or the certificate itself.
struct Signer {
  x509::Issuer issuer;
  const crypto::PrivateKey& key;
};

Signer signer_of(const Authority* authority, const Buffer& subject, const crypto::PrivateKey& own) {
  if (authority != nullptr) return {authority->issuer(), authority->key()};
  const auto key = crypto::public_key_of(own);
  return {{subject, key, x509::key_identifier(key)}, own};
}

Outcome<Made> sign(const x509::CertificateProfile& profile, const Authority* authority, Buffer subject,
                   crypto::PrivateKey key, Bytes serial) {
  const Signer signer = signer_of(authority, subject, key);
  const auto tbs = x509::encode_tbs(profile, signer.issuer, {std::move(subject), crypto::public_key_of(key)}, serial);
  const Secret signature = crypto::sign(signer.key, tbs.octets());
  auto certificate = x509::assemble(tbs, signature.expose(), signer.issuer);
  if (!certificate) return Refusal(certificate.error(), Input::kNone);
  return Made{std::move(*certificate), std::move(key)};
}

struct Subject {
  Buffer name;
  Buffer extensions;  // that only this kind has
};

Outcome<Subject> subject_of(const Order& order) {
  if (order.kind == Kind::kVerification) {
    const auto code = proof::check_verification_code(order.subject.common_name, proof::Origin::kPerson);
    if (code.finding.status == Status::kFail && code.finding.error) {
      return Refusal(*code.finding.error, Input::kSubject);
    }
    return Subject{x509::encode_common_name(code.code), {}};
  }
  if (const auto refusal = check_subject(order.subject)) return *refusal;
  Subject subject{encode_subject(order.subject), {}};
  if (order.kind == Kind::kServer) {
    auto names = encode_server_names(order.server_names);
    if (const auto* refusal = std::get_if<Refusal>(&names)) return *refusal;
    subject.extensions = std::move(std::get<Buffer>(names));
  }
  return subject;
}

/// The extensions of a certificate that was read, as they stand, without the key identifiers.
Buffer extensions_to_keep(const x509::Certificate& certificate) {
  Buffer out;
  der::Reader outer(certificate.tbs);
  auto tbs = outer.enter(Tag::kSequence);
  while (tbs && !tbs->empty()) {
    auto wrapped = tbs->at(der::context_constructed(3)) ? tbs->enter(der::context_constructed(3)) : std::nullopt;
    if (!wrapped) {
      if (!tbs->next()) break;
      continue;
    }
    auto extensions = wrapped->enter(Tag::kSequence);
    while (extensions && !extensions->empty()) {
      const auto tlv = extensions->read_tlv(Tag::kSequence);
      if (!tlv) return out;
      der::Reader one(*tlv);
      auto inside = one.enter(Tag::kSequence);
      const auto type = inside ? inside->read(Tag::kOid) : std::nullopt;
      if (!type || oid::is(*type, oid::kSubjectKeyIdentifier) || oid::is(*type, oid::kAuthorityKeyIdentifier)) continue;
      append(out, *tlv);
    }
  }
  return out;
}

}  // namespace

Outcome<Made> make(const Order& order, const Authority* issuer, Bytes random) {
  if (random.size() < kMakeRandomOctets) return Refusal(Error{ErrorCode::kRandomFailed}, Input::kNone);
  if (order.kind == Kind::kRoot) {
    issuer = nullptr;
  } else if (issuer == nullptr) {
    return Refusal(Reason::kIssuerMissing, Input::kIssuer);
  } else if (is_ca(order.kind)) {
    const auto& constraints = issuer->certificate().extensions.basic_constraints;
    if (constraints && constraints->path_length == std::optional<std::uint64_t>(0)) {
      return Refusal(Reason::kIssuerPathLength, Input::kIssuer);
    }
  }
  auto subject = subject_of(order);
  if (const auto* refusal = std::get_if<Refusal>(&subject)) return *refusal;
  auto& [name, extensions] = std::get<Subject>(subject);
  const auto period = period_within(order.validity, issuer);
  if (const auto* refusal = std::get_if<Refusal>(&period)) return *refusal;

  auto key = generate(order.kind == Kind::kVerification ? KeyKind::kP256 : order.key,
                      random.subspan(x509::kSerialOctets, kMakeRandomOctets - x509::kSerialOctets));
  if (!key) return Refusal(key.error(), Input::kNone);
  const bool rsa = std::holds_alternative<crypto::RsaPrivateKey>(*key);
  auto profile = profile_of(order.kind, rsa, std::get<x509::Period>(period), order.path_length);
  profile.further_extensions = extensions;
  auto made = sign(profile, issuer, std::move(name), std::move(*key), random.first(x509::kSerialOctets));
  if (auto* done = std::get_if<Made>(&made); done != nullptr && order.kind == Kind::kVerification) done->key.reset();
  return made;
}

Outcome<Made> renew(const Renewal& renewal, const Authority* issuer, Bytes random) {
  if (random.size() < kMakeRandomOctets) return Refusal(Error{ErrorCode::kRandomFailed}, Input::kNone);
  const auto& old = renewal.certificate;
  if (old.self_issued()) {
    issuer = nullptr;
  } else if (issuer == nullptr) {
    return Refusal(Reason::kIssuerMissing, Input::kIssuer);
  } else if (issuer->certificate().subject != old.issuer) {
    return Refusal(Reason::kIssuerOther, Input::kIssuer);
  }
  const auto period = period_within(renewal.validity, issuer);
  if (const auto* refusal = std::get_if<Refusal>(&period)) return *refusal;
  const Bytes serial = random.first(x509::kSerialOctets);
  const Buffer extensions = extensions_to_keep(old);
  const x509::CertificateProfile profile{.validity = std::get<x509::Period>(period), .further_extensions = extensions};
  if (renewal.key == nullptr) {
    auto key = generate(renewal.fresh, random.subspan(x509::kSerialOctets, kMakeRandomOctets - x509::kSerialOctets));
    if (!key) return Refusal(key.error(), Input::kNone);
    return sign(profile, issuer, old.subject, std::move(*key), serial);
  }
  if (crypto::public_key_of(*renewal.key) != old.key) return Refusal(Reason::kRenewalKeyOther, Input::kCertificate);
  const Signer signer = signer_of(issuer, old.subject, *renewal.key);
  const auto tbs = x509::encode_tbs(profile, signer.issuer, {old.subject, old.key}, serial);
  const Secret signature = crypto::sign(signer.key, tbs.octets());
  auto certificate = x509::assemble(tbs, signature.expose(), signer.issuer);
  if (!certificate) return Refusal(certificate.error(), Input::kNone);
  return Made{std::move(*certificate), std::nullopt};
}

}  // namespace popcert::devpki
