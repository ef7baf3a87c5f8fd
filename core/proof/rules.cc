#include "proof/rules.h"

#include "base/limits.h"
#include "x509/name.h"
#include "x509/name_constraints.h"
#include "x509/public_key_info.h"
#include "x509/signature.h"

namespace popcert::proof {

Verdict judge_ca(const x509::Certificate& ca) {
  const auto& constraints = ca.extensions.basic_constraints;
  if (constraints) return constraints->ca ? Verdict{} : Verdict{Status::kFail, {ErrorCode::kCertificateNotCa}};
  if (ca.self_issued()) {
    const bool old = ca.version < 3;
    return {Status::kWarn, {old ? ErrorCode::kCertificateCaUnstated : ErrorCode::kCertificateV3CaUnstated}};
  }
  return {Status::kFail, {ErrorCode::kCertificateNotCa}};
}

Verdict judge_usage(const x509::Certificate& ca) {
  const auto& usage = ca.extensions.key_usage;
  if (!usage || *usage >> x509::kKeyCertSignBit & 1) return {};
  return {Status::kFail, {ErrorCode::kCertificateNoKeyCertSign}};
}

Verdict judge_names(const x509::Certificate& ca) {
  if (!ca.extensions.name_constraints) return {};
  std::size_t budget = kMaxNameOctets;
  // No name that anybody permits is a code, so that one stands for all.
  const auto subject = x509::encode_common_name("000000000000000000000000000000000000000000000000");
  switch (x509::subject_under(*ca.extensions.name_constraints, subject, budget)) {
    case x509::NamesUnder::kAllowed: return {};
    case x509::NamesUnder::kNotPermitted:
    case x509::NamesUnder::kExcluded: return {Status::kWarn, {ErrorCode::kCertificateNamesExcludeCode}};
    case x509::NamesUnder::kUnchecked: break;
  }
  return {Status::kWarn, {ErrorCode::kCertificateNamesUnchecked}};
}

Verdict judge_purpose(const x509::Certificate& ca) {
  if (ca.extensions.for_clients.value_or(true)) return {};
  return {Status::kWarn, {ErrorCode::kCertificateOtherPurpose}};
}

Verdict judge_extensions(const x509::Certificate& ca) {
  const auto& extensions = ca.extensions;
  if (extensions.unknown_critical) return {Status::kWarn, {ErrorCode::kCertificateCriticalExtension}};
  if (extensions.unreadable.empty()) return {};
  return {Status::kWarn, {ErrorCode::kCertificateExtensionUnreadable, 0, 0, extensions.unreadable}};
}

Verdict judge_validity(const x509::Certificate& ca, UnixSeconds now) {
  if (now > ca.not_after) return {Status::kFail, {ErrorCode::kCertificateExpired, 0, ca.not_after}};
  if (now < ca.not_before) return {Status::kFail, {ErrorCode::kCertificateNotYetValid, 0, ca.not_before}};
  return {};
}

Verdict judge_strength(const x509::Certificate& ca) {
  const auto bits = crypto::key_bits(ca.key);
  if (!std::holds_alternative<crypto::RsaPublicKey>(ca.key) || bits >= kRsaStrongBits) return {};
  return {Status::kFail, {ErrorCode::kCertificateWeakKey, 0, static_cast<std::int64_t>(bits)}};
}

Verdict judge_own_signature(const x509::Certificate& ca) {
  if (!ca.self_issued() || x509::is_signed_by(ca, ca.key).value_or(true)) return {};
  const auto& issuer = ca.extensions.authority_key_identifier;
  const bool of_another_key =
      issuer && *issuer != ca.extensions.subject_key_identifier.value_or(x509::key_identifier(ca.key));
  if (of_another_key) return {Status::kWarn, {ErrorCode::kCertificateSignedByOtherKey}};
  return {Status::kFail, {ErrorCode::kCertificateSelfSignatureWrong}};
}

}  // namespace popcert::proof
