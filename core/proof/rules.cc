#include "proof/rules.h"

#include "x509/public_key_info.h"
#include "x509/signature.h"

namespace popcert::proof {

Verdict judge_ca(const x509::Certificate& ca) {
  const auto& constraints = ca.extensions.basic_constraints;
  if (constraints) return constraints->ca ? Verdict{} : Verdict{Status::kFail, {ErrorCode::kCertificateNotCa}};
  if (ca.self_issued()) return {Status::kWarn, {ErrorCode::kCertificateCaUnstated}};
  return {Status::kFail, {ErrorCode::kCertificateNotCa}};
}

Verdict judge_usage(const x509::Certificate& ca) {
  const auto& usage = ca.extensions.key_usage;
  if (!usage || *usage >> x509::kKeyCertSignBit & 1) return {};
  return {Status::kFail, {ErrorCode::kCertificateNoKeyCertSign}};
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
