#pragma once

#include "sentences/finding.h"
#include "x509/certificate.h"

// The rules of RFC 5280 for a CA certificate, one by one, as `check` and `check_chain` share them.
namespace popcert::proof {

/// RSA moduli of fewer bits are refused. A little below 2048, because a service took 2046: primes may start with a
/// zero bit.
inline constexpr std::size_t kRsaStrongBits = 2040;

/// What one rule says of one certificate.
struct Verdict {
  Status status = Status::kPass;
  Error error{};
};

/// basicConstraints. An old root says nothing at all, which is doubtful, and of version 3 more so: Azure was recorded
/// to accept such ones, AWS and OpenSSL refuse them. A certificate that somebody else issued and that says nothing is a
/// leaf.
Verdict judge_ca(const x509::Certificate& ca);

/// Name constraints of the CA let a subject pass that is nothing but a code.
Verdict judge_names(const x509::Certificate& ca);

/// extKeyUsage, where there is one, lets the CA issue certificates for clients, of which the verification certificate
/// is one.
Verdict judge_purpose(const x509::Certificate& ca);

/// Other programs know every critical extension, and can read each that they look at.
Verdict judge_extensions(const x509::Certificate& ca);

/// keyUsage, where there is one, allows keyCertSign.
Verdict judge_usage(const x509::Certificate& ca);

Verdict judge_validity(const x509::Certificate& ca, UnixSeconds now);

/// RSA moduli below kRsaStrongBits fail.
Verdict judge_strength(const x509::Certificate& ca);

/// A certificate that says it signed itself bears a signature of its own key: one that does not was invented, or
/// damaged. Where the algorithm cannot be verified here, nothing is claimed. One that was issued in the same name by an
/// older key (RFC 4210 4.4) is merely said to be one.
Verdict judge_own_signature(const x509::Certificate& ca);

}  // namespace popcert::proof
