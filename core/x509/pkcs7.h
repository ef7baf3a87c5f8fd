#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace popcert::x509 {

/// The certificates of a .p7b file: a SignedData in BER or DER whose signatures, if any, are not looked at.
/// Returns  X.509 in DER, in file order, at least one; each is one SEQUENCE, otherwise unread
/// Errors   kCertificateMissing, kEncryptionUnsupported (name: another content type), kTooManyItems,
///          kDerTruncated, kDerMalformed, kDerTrailing, kDerTooDeep
/// Source   RFC 2315 9, RFC 5652 5.1
Result<std::vector<Buffer>> decode_certificates_only(Bytes octets);

}  // namespace popcert::x509
