#pragma once

#include "base/bytes.h"

namespace popcert::x509 {

/// The Name in the form in which names are compared (RFC 5280 7.1, as OpenSSL does it): the RDNs one behind the other,
/// without the outer SEQUENCE, so that a name within another is a beginning of it. Each text is UTF-8, with outer
/// blanks off, blanks within folded to one, and ASCII letters small; what is no text stays as it is.
/// name   as `is_name` wants it
Buffer canonical_name(Bytes name);

/// Whether two Names are the same one, however they are written.
bool same_name(Bytes one, Bytes other);

}  // namespace popcert::x509
