#pragma once

#include "issue/finding.h"
#include "x509/certificate.h"

// The rules of RFC 5280 for a CA certificate, one by one, as `check` and `check_chain` share them.
namespace popcert::issue {

/// What one rule says of one certificate.
struct Verdict {
  Status status = Status::kPass;
  Error error{};
};

/// basicConstraints. An old root says nothing at all, which is doubtful; a certificate that somebody else issued and that
/// says nothing is a leaf.
Verdict judge_ca(const x509::Certificate& ca);

/// keyUsage, where there is one, allows keyCertSign.
Verdict judge_usage(const x509::Certificate& ca);

Verdict judge_validity(const x509::Certificate& ca, UnixSeconds now);

/// RSA moduli below kRsaStrongBits fail.
Verdict judge_strength(const x509::Certificate& ca);

}  // namespace popcert::issue
