#pragma once

#include "sentences/finding.h"

namespace popcert {

/// What is said where a key is elsewhere: of what is prepared for it, of a signature that comes back, and of a
/// certificate that was made elsewhere altogether. The rows are in sentences.json; apart from errors and passes, so
/// that the signer, which does none of this, does not carry them.
enum class ElsewhereText : std::uint8_t {
  kCaTaken,
  kCaUndecided,
  kSignatureHolds,
  kSignatureRead,
  kPreparedAltered,
  kSignatureIsDigest,
  kSignatureIsTbs,
  kSignatureIsCertificate,
  kSignatureIsPrivateKey,
  kSignatureUnknown,
  kJudgedCode,
  kJudgedNoName,
  kJudgedNameAltered,
  kJudgedOtherName,
  kJudgedFurtherNames,
  kJudgedIssuer,
  kJudgedSelfSigned,
  kJudgedOtherIssuer,
  kJudgedSignature,
  kJudgedWrong,
  kJudgedWeak,
  kJudgedUnchecked,
  kJudgedValid,
  kJudgedExpired,
  kJudgedNotYet,
  kJudgedOutlives,
  kJudgedIsCa,
  kJudgedMarkedCa,
  kJudgedVersion,
  kJudgedOtherKeyId,
};

/// Its status is the row's.
Finding elsewhere_finding(std::string_view id, Field field, ElsewhereText text, Facts facts = {});

}  // namespace popcert
