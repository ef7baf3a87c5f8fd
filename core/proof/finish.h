#pragma once

#include "proof/prepare.h"
#include "x509/verified_certificate.h"

namespace popcert::proof {

/// Puts the signature to what was prepared, and proves it: PKCS#1 v1.5 octets, or the DER of ECDSA-Sig-Value.
/// Errors   those of `mistake_of`
Result<x509::VerifiedCertificate> finish(const Prepared& prepared, Bytes signature);

/// Which mistake a signature over `octets` is that does not hold under `key`. Only what is certain is said: each but
/// the last is shown by verifying the octets in the way that the mistake amounts to, or by their form.
/// Errors   kSignatureEmpty, kSignatureOtherAlgorithm (name: what it is, "ECDSA" or "RSA"), kSignatureWrongLength
///          (value: octets), kSignatureRaw (r and s side by side), kSignatureNotDer, kSignatureReversed (octets from
///          last to first, as Windows' CryptoAPI writes RSA), kSignatureOtherHash (name), kSignatureOfDigest (the
///          digest was digested again), kSignatureWithoutDigestInfo, kSignaturePss, kSignatureOfOtherKey (of another
///          key, or of other octets)
Error mistake_of(const crypto::PublicKey& key, Bytes octets, Bytes signature);

}  // namespace popcert::proof
