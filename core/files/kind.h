#pragma once

#include <optional>

#include "base/bytes.h"
#include "base/error.h"

namespace popcert::files {

enum class Kind : std::uint8_t {
  kPrivateKeyInfo,           // RFC 5958, also its version 2
  kRsaPrivateKey,            // RFC 8017 A.1.2
  kEcPrivateKey,             // RFC 5915
  kEncryptedPrivateKeyInfo,  // RFC 5958 3
  kPfx,                      // RFC 7292 4
  kPkcs7,                    // RFC 5652 3: ContentInfo of any type
  kCertificate,              // RFC 5280 4.1
  kPublicKeyInfo,            // RFC 5280 4.1.2.7
  kRsaPublicKey,             // RFC 8017 A.1.1
  kCertificateRequest,       // RFC 2986 4
  kCertificateList,          // RFC 5280 5.1
  kEcParameters,             // RFC 5480 2.1.1
  kDhParameters,             // PKCS #3
  kUnknown,
};

/// What a binary object is, by the tags at its beginning alone: a damaged, cut or BER-encoded object is still named
/// where enough of it is there, so that its own decoder can say what is wrong with it. Reads a few headers, however
/// large the object is. A text is kUnknown.
Kind recognise(Bytes der);

/// The error for a sound object of this kind that is of use nowhere: public keys, requests, CRLs, parameters. None for
/// the other kinds.
std::optional<ErrorCode> unusable_object(Kind kind);

/// Why `recognise` said kUnknown: kInputEmpty, kDerTruncated or kDerMalformed (what begins with a SEQUENCE), else
/// kInputNotRecognized. For a file that is no text: a text that begins with "0" begins like a SEQUENCE.
Error why_unknown(Bytes der);

}  // namespace popcert::files
