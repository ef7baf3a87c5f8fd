#pragma once

#include "base/result.h"
#include "crypto/key.h"
#include "x509/extensions.h"

namespace popcert::x509 {

/// A certificate that was read; every field owns its octets. Whether it may sign others is for `proof::check` to say.
struct Certificate {
  Buffer der;                  // all of it
  Buffer tbs, signature;       // TBSCertificate as TLV; the bits of signatureValue
  Buffer signature_algorithm;  // AlgorithmIdentifier as TLV; empty where the TBSCertificate holds another
  unsigned version;            // 1, 2 or 3
  Buffer serial;               // contents of the INTEGER as written: some CAs use negative and long ones
  Buffer issuer, subject;      // Name as TLV, byte for byte
  UnixSeconds not_before, not_after;
  crypto::PublicKey key;
  Extensions extensions;
  bool explicit_curve = false;  // the key's curve is written out instead of named, which RFC 5480 2.1.1 forbids

  bool self_issued() const { return issuer == subject; }
};

/// Decodes a Certificate (RFC 5280 4.1), v1 to v3, with any legal Name and any signature algorithm: the certificate's
/// own signature is not verified here (x509/signature.h does).
/// der      one certificate in DER, nothing after it
/// Errors   kDerTruncated, kDerMalformed, kDerTrailing, kCertificateMalformed (name: the field),
///          kCertificateVersionUnsupported, kCertificateTimeMalformed, those of `decode_extensions` and
///          `decode_public_key_info`
Result<Certificate> decode_certificate(Bytes der);

}  // namespace popcert::x509
