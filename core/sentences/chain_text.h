#pragma once

#include "sentences/finding.h"

namespace popcert {

/// What is said of a device's chain. The rows are in sentences.json; apart from errors and passes, so that
/// the signer, which checks no chain, does not carry them.
enum class ChainText : std::uint8_t {
  kVerified,
  kAnchorUnverified,
  kNoAnchor,
  kIssuerMissing,
  kLeafAlone,
  kBroken,
  kExpired,
  kNotYetValid,
  kNotACa,
  kCaUnstated,
  kNoKeyCertSign,
  kPathTooLong,
  kSignatureWeak,
  kSignatureUnchecked,
  kIncomplete,
  kLeafNoName,
  kSeveralLeaves,
  kLeafIsCa,
  kNotForClients,
  kV3CaUnstated,
  kOtherIssuer,
  kCriticalExtension,
  kDamagedExtension,
  kExtensionUnchecked,
  kNameNotAllowed,
  kNamesUnchecked,
  kCurveExplicit,
  kOnlyAnyPurpose,
  kNotForHandshakes,
  kUnread,
  kSelfIssuedUntold,
};

/// kVerified is a pass, what is doubtful a warning, all else a failure. facts.name: the certificate that it is about
Finding chain_finding(std::string_view id, ChainText text, Facts facts);

}  // namespace popcert
