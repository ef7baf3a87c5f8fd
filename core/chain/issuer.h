#pragma once

#include "x509/certificate.h"

namespace popcert::chain {

/// Whether a certificate names another one as its issuer, beyond the name (RFC 5280 4.2.1.1, as OpenSSL's
/// X509_check_akid compares it).
enum class Named : std::uint8_t { kOther, kUnsaid, kThis };

Named names_as_issuer(const x509::Certificate& certificate, const x509::Certificate& issuer);

}  // namespace popcert::chain
