#include "issue/judge.h"

#include "issue/check.h"

namespace popcert::issue {

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

}  // namespace popcert::issue
