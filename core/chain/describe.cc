#include "chain/describe.h"

#include "chain/issuer.h"
#include "pem/characters.h"
#include "proof/rules.h"
#include "x509/canonical_name.h"
#include "x509/name.h"
#include "x509/name_constraints.h"
#include "x509/netscape_type.h"

namespace popcert::chain {
namespace {

using x509::Certificate;
using x509::Signature;

/// The service takes the common name as registration id: up to 64 characters.
bool has_registration_id(const Certificate& certificate) {
  const auto name = pem::decode_utf8(x509::common_name_text(certificate.subject));
  return name && !name->empty() && name->size() <= kMaxCodeCharacters;
}

bool is_ca(const Certificate& certificate) {
  const auto& constraints = certificate.extensions.basic_constraints;
  return constraints && constraints->ca;
}

/// Of those that say nothing of basicConstraints, OpenSSL takes old roots, and those whose keyUsage says it.
bool is_ca_for_openssl(const Certificate& certificate) {
  return certificate.version == 1 || certificate.extensions.key_usage.has_value();
}

/// The last one's own signature does not matter, and that an old root does not say that it is a CA is no doubt about
/// the chain.
bool counts(const Finding& finding, bool last) {
  if (finding.text.id == "CHAIN_CA_UNSTATED") return false;
  return !last || finding.id != "signature";
}

/// A root of version 3 that does not say that it is a CA: OpenSSL refuses it, Azure was recorded to verify 18 such CAs.
bool is_only_for_azure(const Finding& finding) { return finding.text.id == "CHAIN_V3_CA_UNSTATED"; }

/// The first on the way to the anchor, or to the top where there is none; out.link becomes its link.
const Finding* first_fault(Answer& out, Status status) {
  for (std::size_t i = 0; i <= out.link; ++i) {
    for (const auto& finding : out.links[i].findings) {
      if (finding.status != status || !counts(finding, i == out.link)) continue;
      out.link = i;
      return &finding;
    }
  }
  return nullptr;
}

}  // namespace

bool is_device(const Certificate& certificate) { return proof::judge_ca(certificate).status == Status::kFail; }

Finding Describer::about(std::string_view id, ChainText text, std::size_t place, std::int64_t value) const {
  return chain_finding(id, text, {value, 0, x509::short_name_text(certificates_[place].subject)});
}

void Describer::add(ChainLink& link, std::string_view id, ChainText text, std::int64_t value) const {
  link.findings.push_back(about(id, text, link.certificate, value));
}

void Describer::leaf(ChainLink& link) const {
  const auto& certificate = certificates_[link.certificate];
  if (is_ca(certificate)) add(link, "device", ChainText::kLeafIsCa);
  if (is_device(certificate) && !has_registration_id(certificate)) add(link, "name", ChainText::kLeafNoName);
  // As OpenSSL holds a client's (crypto/x509/v3_purp.c): in the handshake its key signs, or agrees.
  constexpr unsigned kOfClients = 1u << x509::kDigitalSignatureBit | 1u << x509::kKeyAgreementBit;
  const auto& extensions = certificate.extensions;
  if ((extensions.key_usage.value_or(kOfClients) & kOfClients) == 0 || x509::is_no_client_by_netscape(certificate)) {
    add(link, "purpose", ChainText::kNotForHandshakes);
  }
}

void Describer::issuing(ChainLink& link, std::size_t cas_below) const {
  const auto& certificate = certificates_[link.certificate];
  const auto ca = proof::judge_ca(certificate).status;
  const auto& constraints = certificate.extensions.basic_constraints;
  const bool too_long = constraints && constraints->path_length && *constraints->path_length < cas_below;
  link.may_issue = MayIssue::kYes;
  if (ca == Status::kFail) {
    link.may_issue = MayIssue::kNotACa;
    add(link, "issuing", ChainText::kNotACa);
  } else if (proof::judge_usage(certificate).status == Status::kFail) {
    link.may_issue = MayIssue::kNoKeyCertSign;
    add(link, "issuing", ChainText::kNoKeyCertSign);
  } else if (too_long) {
    link.may_issue = MayIssue::kPathTooLong;
    add(link, "issuing", ChainText::kPathTooLong, static_cast<std::int64_t>(*constraints->path_length));
  } else if (ca == Status::kWarn) {
    link.may_issue = MayIssue::kUnstated;
    add(link, "issuing", is_ca_for_openssl(certificate) ? ChainText::kCaUnstated : ChainText::kV3CaUnstated);
  }
}

void Describer::validity(ChainLink& link) const {
  const auto& certificate = certificates_[link.certificate];
  // RFC 5280 4.1.2.5 counts the last second in. OpenSSL does not, and a device is not told what lasts a second.
  if (now_ >= certificate.not_after) {
    link.validity = Validity::kExpired;
    add(link, "validity", ChainText::kExpired, certificate.not_after);
  } else if (now_ < certificate.not_before) {
    link.validity = Validity::kNotYetValid;
    add(link, "validity", ChainText::kNotYetValid, certificate.not_before);
  }
}

void Describer::contents(ChainLink& link) const {
  const auto& certificate = certificates_[link.certificate];
  const auto& extensions = certificate.extensions;
  const bool readable = x509::is_readable_name(certificate.subject) && x509::is_readable_name(certificate.issuer);
  if (!extensions.unreadable.empty() || !readable) add(link, "extensions", ChainText::kDamagedExtension);
  if (extensions.unknown_critical) add(link, "extensions", ChainText::kCriticalExtension);
  if (certificate.explicit_curve) add(link, "extensions", ChainText::kCurveExplicit);
  if (extensions.special) add(link, "extensions", ChainText::kExtensionUnchecked);
  if (!extensions.for_clients.value_or(true)) add(link, "purpose", ChainText::kNotForClients);
  if (extensions.only_any_purpose) add(link, "purpose", ChainText::kOnlyAnyPurpose);
}

void Describer::signature(ChainLink& link, Signature signature, std::size_t issuer) const {
  link.signature = signature;
  const bool root = issuer == link.certificate;
  // A root is trusted for being listed, not for having signed itself.
  if (root && signature != Signature::kWrong) return;
  if (signature == Signature::kWrong) return add(link, "signature", ChainText::kBroken);
  if (names_as_issuer(certificates_[link.certificate], certificates_[issuer]) == Named::kOther) {
    return add(link, "signature", ChainText::kOtherIssuer);
  }
  if (signature == Signature::kWeak) return add(link, "signature", ChainText::kSignatureWeak);
  if (signature == Signature::kUnchecked) return add(link, "signature", ChainText::kSignatureUnchecked);
}

void Describer::names(Answer& out, std::size_t top) {
  for (std::size_t below = 0; below < top; ++below) {
    auto& link = out.links[below];
    const auto& certificate = certificates_[link.certificate];
    // Constraints do not hold for a CA's own new key (RFC 5280 6.1.4 b).
    if (below != 0 && x509::same_name(certificate.subject, certificate.issuer)) continue;
    for (std::size_t above = below + 1; above <= top; ++above) {
      const auto& ca = certificates_[out.links[above].certificate];
      if (!ca.extensions.name_constraints) continue;
      switch (x509::names_under(*ca.extensions.name_constraints, certificate, below == 0, names_budget_)) {
        case x509::NamesUnder::kAllowed: continue;
        case x509::NamesUnder::kNotPermitted:
        case x509::NamesUnder::kExcluded:
          add(link, "names", ChainText::kNameNotAllowed, static_cast<std::int64_t>(above + 1));
          break;
        case x509::NamesUnder::kUnchecked: {
          auto& constraining = out.links[above];
          constraining.findings.push_back(about("names", ChainText::kNamesUnchecked, constraining.certificate));
          break;
        }
      }
      break;
    }
  }
}

void Describer::self_issued(Answer& out) const {
  for (std::size_t i = 1; i + 1 < out.links.size(); ++i) {
    auto& link = out.links[i];
    const auto& certificate = certificates_[link.certificate];
    if (!x509::same_name(certificate.subject, certificate.issuer)) continue;
    const auto& below = certificates_[out.links[i - 1].certificate];
    const auto& above = certificates_[out.links[i + 1].certificate];
    const bool told =
        names_as_issuer(below, above) == Named::kOther && names_as_issuer(certificate, certificate) == Named::kOther;
    if (!told) add(link, "issuer", ChainText::kSelfIssuedUntold);
  }
}

void Describer::sending(ChainLink& link) const {
  if (link.certificate >= from_file_) add(link, "sent", ChainText::kIncomplete);
}

void Describer::conclude(Answer& out, std::optional<std::size_t> anchor) const {
  const std::size_t top = out.links.size() - 1;
  const bool verified = anchor && *out.links[*anchor].anchor;
  out.link = anchor.value_or(top);
  const auto* fault = first_fault(out, Status::kFail);
  if (fault == nullptr && verified) fault = first_fault(out, Status::kWarn);
  const bool doubtful = fault != nullptr && verified && out.link == *anchor && is_only_for_azure(*fault);
  if (fault != nullptr && !doubtful) {
    out.verdict = *fault;
    out.verdict.id = "chain";
    return;
  }
  const auto place = out.links[out.link].certificate;
  const auto text = verified                                      ? ChainText::kVerified
                    : anchor                                      ? ChainText::kAnchorUnverified
                    : top == 0 && is_device(certificates_[place]) ? ChainText::kLeafAlone
                    : out.links[top].issued_by                    ? ChainText::kNoAnchor
                                                                  : ChainText::kIssuerMissing;
  out.verdict = about("chain", text, place);
  if (doubtful) out.verdict.status = Status::kWarn;
  if (text == ChainText::kVerified && !doubtful) out.verdict.text.hint = {};  // it tells the doubt
  out.leads_to_listed = anchor.has_value();
}

}  // namespace popcert::chain
