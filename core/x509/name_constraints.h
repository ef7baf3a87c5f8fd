#pragma once

#include "x509/certificate.h"

namespace popcert::x509 {

/// What the name constraints of a CA say of the names of a certificate below it.
enum class NamesUnder : std::uint8_t {
  kAllowed,
  kNotPermitted,  // there are subtrees of its kind, and it lies in none
  kExcluded,
  kUnchecked,  // a kind of name or constraint that OpenSSL does not check either, or more of them than are compared
};

/// The names of a certificate under a CA's constraints, as OpenSSL compares them: its subject, e-mail addresses in the
/// subject, its alternative names, and of an end certificate without DNS names also a common name that looks like one.
/// constraints   as `is_name_constraints` (name_subtrees.h) wants it
/// is_end        whether the certificate is the end of its chain
/// budget        octets that may still be compared; counts down
/// Source        RFC 5280 4.2.1.10 and 6.1.3, OpenSSL 3.0 crypto/x509/v3_ncons.c
NamesUnder names_under(Bytes constraints, const Certificate& certificate, bool is_end, std::size_t& budget);

/// The same of nothing but a subject, which is a code as common name: without an e-mail address.
NamesUnder subject_under(Bytes constraints, Bytes subject, std::size_t& budget);

}  // namespace popcert::x509
