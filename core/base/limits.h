#pragma once

#include <cstddef>
#include <cstdint>

// Every bound on what an input may ask for, in one place: whoever reviews them, and whoever is refused by one, looks
// here.
namespace popcert {

// -- What TypeScript measures by, too, before it calls: the numbers of limits.json

// kMaxInputOctets, of a file: four MiB. The largest chain of certificates that anybody uses is a hundredth of this.
// kMaxCodes, that one call signs.
// kMaxCodeTextOctets, of a text that a code is looked for in: what a service's tool prints has some thousand.
// kRandomOctets of a cryptographic source, which one certificate takes: the serial number, then the seed of a fresh key.
// No bound, but as many have to be given for each code.
#define POPCERT_LIMIT(constant, value) inline constexpr std::size_t constant = value;
#include "limits.inc"

// -- Files

/// Keys that are decoded of one file, those too that turn out damaged: each takes some milliseconds.
inline constexpr std::size_t kMaxPrivateKeys = 50;
/// Certificates likewise. Stores of all public roots have 150 to 400.
inline constexpr std::size_t kMaxCertificates = 500;
/// Certificates of one .p7b file, before any is decoded.
inline constexpr std::size_t kMaxPkcs7Certificates = 1000;

// -- PEM (RFC 7468) and JSON (RFC 8259)

/// A bundle of every public root CA has some 150.
inline constexpr std::size_t kMaxBlocks = 1024;
/// "ENCRYPTED PRIVATE KEY" has 21 characters, the longest label that openssl knows 26.
inline constexpr std::size_t kMaxLabelOctets = 64;
/// RFC 1421 header fields of one block, and the octets of one value. OpenSSL writes two fields of 50 octets at most.
inline constexpr std::size_t kMaxHeaders = 32;
inline constexpr std::size_t kMaxHeaderOctets = 1024;
inline constexpr std::size_t kMaxHeaderNameOctets = 64;
/// Arrays and objects within each other that are followed; a JWK Set has 3.
inline constexpr std::size_t kMaxJsonDepth = 16;

// -- What is wrapped: values in JSON and in other texts, base64 and hexadecimal digits, encodings of texts

/// Encodings within each other that are undone: base64 of base64 was seen, three times was not.
inline constexpr std::size_t kMaxEncodings = 2;
/// JSON in strings of JSON that is followed: secrets whose value is JSON again.
inline constexpr std::size_t kMaxContainers = 2;
/// Things of one file that are unwrapped, and their octets together: each level has at most the octets of the last.
inline constexpr std::size_t kMaxUnwrapped = 20'000;
inline constexpr std::size_t kMaxUnwrappedOctets = std::size_t{10} << 20;
/// Lines of a text that begin like JSON and are none, of which each may be looked at up to the text's end; and values
/// of JSON in a text in which nothing is.
inline constexpr std::size_t kMaxJsonStarts = 4;
inline constexpr std::size_t kMaxBarrenJson = 10'000;
/// Other forms of a password are tried on so many objects of one file, with so much work of what the file may ask for.
inline constexpr std::size_t kMaxLockedObjects = 8;
inline constexpr std::uint64_t kMaxKdfRoundsOfForms = 3'000'000;

// -- What comes back from where a key lives

/// What a tool or service answers with has some thousand octets; in more no encoding is looked for.
inline constexpr std::size_t kMaxSignatureFileOctets = std::size_t{64} << 10;
/// Ways to read one answer, each of which is verified in two or three forms.
inline constexpr std::size_t kMaxSignatureReadings = 60;

// -- Containers (X.690, RFC 7292)

/// Nesting of constructed elements that is followed; real PFX files need about 12.
inline constexpr std::size_t kMaxBerDepth = 32;
/// Keys, certificates and other bags of one file together; real ones hold a key and a short chain.
inline constexpr std::size_t kMaxPfxBags = 500;
/// ContentInfos of an AuthenticatedSafe; real ones have two or three.
inline constexpr std::size_t kMaxPfxParts = 32;
/// SafeContents within SafeContents that are followed.
inline constexpr std::size_t kMaxPfxNesting = 4;

// -- Work on passwords

/// How much work all of a file may ask for together, in rounds of HMAC-SHA-256: a million takes about a second in
/// WebAssembly. The most careful tools of today ask for 600,000 per derivation, and a PFX has three.
inline constexpr std::uint64_t kMaxKdfRounds = 6'000'000;
/// What is spent unasked on finding out that a file opens with the empty password.
inline constexpr std::uint64_t kMaxKdfRoundsUnasked = 100'000;
/// 128*r*(N + p), what scrypt keeps in memory; OpenSSL writes files that need 16 MiB. Its work is N*r*p: each takes as
/// long as a round, so that N = 2^17 with r = 8 is a million.
inline constexpr std::uint64_t kMaxScryptOctets = (std::uint64_t{256} << 20) + (std::uint64_t{1} << 20);
/// 128*r*p, the part of it that goes through PBKDF2.
inline constexpr std::uint64_t kMaxScryptLaneOctets = std::uint64_t{1} << 20;
/// Octets of a MAC key that PBMAC1 may ask for; real ones have the size of the hash.
inline constexpr std::uint64_t kMaxMacKeyOctets = 1024;

// -- Certificates (RFC 5280)

/// Extensions of one certificate; real ones have a dozen, and each is compared with all before it.
inline constexpr std::size_t kMaxExtensions = 200;
/// Attributes of one Name; real ones have a dozen.
inline constexpr std::size_t kMaxNameAttributes = 1024;

/// Octets of names and name constraints that are compared for one answer; a hostile file could ask for all pairs.
inline constexpr std::size_t kMaxNameOctets = std::size_t{2} << 20;

// -- A device's chain

/// Certificates of the file that are looked at; a device's chain has two to five.
inline constexpr std::size_t kMaxChainCertificates = 64;
/// Of the CAs that are known besides, for fifty services have some hundred.
inline constexpr std::size_t kMaxKnownCertificates = 1000;
/// Different pairs of certificates whose signature is verified. A real chain has a pair for each certificate; of many
/// with one name a hostile file could ask for all pairs.
inline constexpr std::size_t kMaxChainSignatures = 80;
/// Steps of the search among several ways up.
inline constexpr std::size_t kMaxChainSteps = 300;

// -- Codes

/// RFC 5280 A.1, ub-common-name: characters that a common name may have.
inline constexpr std::size_t kMaxCodeCharacters = 64;

}  // namespace popcert
