#pragma once

#include "base/result.h"
#include "crypto/key.h"

namespace popcert::proof {

/// The public key of the verification certificate. A fresh one is what the vendor's own sample makes; its private
/// half is thrown away, for nobody needs it.
enum class SubjectKey : std::uint8_t { kFreshP256, kFreshRsa2048, kGiven };

/// kind     not kGiven
/// Errors   kRandomFailed
Result<crypto::PublicKey> fresh_subject_key(SubjectKey kind, Bytes seed);

/// file     SubjectPublicKeyInfo, DER or PEM
/// Errors   kSubjectKeyUnusable
Result<crypto::PublicKey> given_subject_key(Bytes file);

}  // namespace popcert::proof
