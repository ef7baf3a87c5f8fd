#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace popcert {

/// Every way a job can fail. Numbers are API: add, never renumber or reuse. What is said of each: core/sentences.
/// 146, 208 and 406 belonged to errors that cannot happen any more.
enum class ErrorCode : std::uint16_t {
  // The file or text as a whole.
  kInputEmpty = 101,
  kInputTooLarge = 102,
  kInputNotRecognized = 103,
  kTextMalformed = 104,
  kBase64Malformed = 105,

  // PEM, RFC 7468.
  kPemEndMissing = 111,
  kPemEndMismatch = 112,
  kPemBeginMissing = 113,
  kPemEmpty = 114,
  kPemTooManyBlocks = 115,
  kPemHeaderMalformed = 116,
  kPemLabelUnknown = 117,
  kPemMarkersMalformed = 118,

  // DER, X.690.
  kDerTruncated = 121,
  kDerMalformed = 122,
  kDerTrailing = 123,
  kDerTooDeep = 124,
  kJsonMalformed = 125,
  kJsonWithoutKey = 126,
  kWrappedTooDeep = 127,
  kWrappedTooMuch = 128,

  // A sound object, but not the one that is wanted here.
  kObjectIsPublicKey = 131,
  kObjectIsCertificateRequest = 132,
  kObjectIsCrl = 133,
  kObjectIsParameters = 134,
  kObjectIsCertificate = 135,
  kObjectIsPrivateKey = 136,
  kObjectIsPkcs7 = 137,
  kObjectIsKeyReference = 138,
  kObjectIsPrintout = 139,

  // Sound files of other programs.
  kFormatJavaKeystore = 141,
  kFormatPutty = 142,
  kFormatOpenSsh = 143,
  kFormatPgp = 144,
  kFormatArchive = 145,
  kFormatSqlite = 147,
  kFormatKeychain = 148,
  kFormatKeybox = 149,
  kFormatSerializedStore = 150,
  kFormatJwe = 151,
  kFormatPvkEncrypted = 152,
  kFormatPfxForAccounts = 153,
  kFormatEncrypted = 154,
  kFormatDocument = 155,

  // Encrypted keys, RFC 8018 and RFC 7292.
  kKeyEncrypted = 201,
  kPasswordWrong = 202,
  kKdfTooCostly = 203,
  kCipherUnsupported = 204,
  kKdfUnsupported = 205,
  kMacUnsupported = 206,
  kEncryptionUnsupported = 207,
  kEncryptedContentMalformed = 209,
  kTooManyItems = 210,

  // Private keys.
  kKeyMalformed = 221,
  kKeyVersionUnsupported = 222,
  kKeyTypeUnsupported = 223,
  kCurveUnsupported = 224,
  kRsaInconsistent = 225,
  kRsaTooSmall = 226,
  kRsaTooLarge = 227,
  kRsaUnusable = 228,
  kEcScalarOutOfRange = 229,
  kEcPublicKeyMismatch = 230,
  kEcPointInvalid = 231,
  kKeyMissing = 232,
  kKeyAmbiguous = 233,
  kPublicExponentUnusable = 234,
  kPublicExponentTooLarge = 235,

  // Certificates, RFC 5280.
  kCertificateMissing = 301,
  kCertificateMalformed = 302,
  kCertificateVersionUnsupported = 303,
  kCertificateDuplicateExtension = 304,
  kCertificateTimeMalformed = 305,
  kCertificateKeyUnsupported = 306,
  kCertificateKeyInvalid = 307,
  kCertificateNotCa = 308,
  kCertificateNoKeyCertSign = 309,
  kCertificateExpired = 310,
  kCertificateNotYetValid = 311,
  kKeyNotOfThisCertificate = 312,
  kCertificateSubjectEmpty = 313,
  kCertificateWeakKey = 314,
  kCertificateExtensionMalformed = 315,
  kCertificateCaUnstated = 316,
  kKeyOfNoCertificate = 317,
  kCaCertificateMissing = 318,
  kCertificateSelfSignatureWrong = 319,
  kCertificateSignedByOtherKey = 320,
  kCaDiffersFromKeyFile = 321,
  kCaOfKeyFileUsed = 322,
  kCertificateNameUnreadable = 323,
  kCertificateV3CaUnstated = 324,
  kCertificateNamesExcludeCode = 325,
  kCertificateNamesUnchecked = 326,
  kCertificateOtherPurpose = 327,
  kCertificateCriticalExtension = 328,
  kCertificateExtensionUnreadable = 329,
  kCaAmbiguous = 330,

  // A device's chain.
  kChainTooLong = 331,
  kChainTooTangled = 332,

  // Which of several CAs.
  kCaNotAmongThese = 341,
  kServiceWantsBasicConstraints = 342,
  // More of certificates.
  kCertificateCurveExplicit = 343,

  // The verification code.
  kCodeEmpty = 401,
  kCodeTooLong = 402,
  kCodeForbiddenCharacter = 403,
  kCodeNotUtf8 = 404,
  kCodeUnlikeService = 405,
  kCodeLooksWrapped = 407,
  kTooManyCodes = 408,
  kCodeUnconfirmed = 409,
  kCodeLooksLikeName = 410,
  kCodeIsUuid = 411,
  kCodeLetterCase = 412,
  kCodeIsThumbprint = 413,
  kCodeLooksLikeThumbprint = 414,
  kCodeIsEtag = 415,
  kCodeSeveral = 416,
  kCodeIsPrivateKey = 417,
  kCodeLengthOff = 418,
  kCodeOfOtherService = 419,

  // The request.
  kValidityEmpty = 421,
  kValidityOutsideCa = 422,
  kTimeUnusable = 423,
  kClockLooksWrong = 424,
  kSubjectKeyUnusable = 425,
  kAlgorithmUnproven = 426,
  kValidityNotNow = 427,
  kValidityTooLong = 428,
  kAlgorithmUndocumented = 429,

  // A signature that was made elsewhere.
  kSignatureEmpty = 441,
  kSignatureOtherAlgorithm = 442,
  kSignatureWrongLength = 443,
  kSignatureRaw = 444,
  kSignatureNotDer = 445,
  kSignatureReversed = 446,
  kSignatureOtherHash = 447,
  kSignatureOfDigest = 448,
  kSignatureWithoutDigestInfo = 449,
  kSignaturePss = 450,
  kSignatureOfOtherKey = 451,

  // Us.
  kRandomFailed = 901,
  kSignatureFailed = 902,
  kOutOfMemory = 903,
};

/// offset  octets into the decoded input where it went wrong, 0 where that says nothing
/// value   the size, count, bit length or UnixSeconds that the message names
/// name    the algorithm or field that the message names: a literal of this program, never a part of the input, so an
///         error can carry no key material
struct Error {
  ErrorCode code;
  std::size_t offset = 0;
  std::int64_t value = 0;
  std::string_view name = {};
};

}  // namespace popcert
