#pragma once

#include "base/limits.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "files/found_key.h"
#include "keys/kdf_bounds.h"
#include "keys/password.h"
#include "sentences/finding.h"
#include "x509/certificate.h"

namespace popcert::files {

enum class OtherKind : std::uint8_t {
  kPublicKey,
  kCertificateRequest,
  kCrl,
  kParameters,
  kEncryptedPrivateKey,
  kDefective
};

/// Something in a file that cannot be used, and why.
struct Other {
  OtherKind kind;
  Error error;
};

OtherKind other_kind(ErrorCode code);

using Item = std::variant<files::FoundKey, x509::Certificate, Other>;

/// Everything found in one file, in file order; at least one item.
struct Contents {
  std::vector<Item> items;
  std::vector<std::string> places;  // of each item, such as "data.tls.key" (place.h); empty: in the file itself
  std::string_view password_form;   // which form of the password opened something, if it was not the one that was typed

  std::vector<const files::FoundKey*> private_keys() const;
  std::vector<const x509::Certificate*> certificates() const;
  /// The most helpful reason why the file holds nothing of use: a defect of the object itself before one of its
  /// surroundings. Null if there is no `Other`.
  const Error* best_error() const;
  /// `best_error` if it is a damaged or encrypted object, not merely one of another kind; else null.
  const Error* defect() const;
};

/// What may still be done for one file, or for several that come together.
struct ReadBudget {
  keys::KdfBudget kdf;
  std::size_t private_keys = kMaxPrivateKeys, certificates = kMaxCertificates;
  std::size_t unwrapped = kMaxUnwrapped, unwrapped_octets = kMaxUnwrappedOctets;

  static ReadBudget of(bool has_password) { return {has_password ? keys::KdfBudget() : keys::KdfBudget::unasked()}; }
};

using keys::Password;

/// Reads a file in whatever format it has: PEM with any number of blocks, DER, PFX, PKCS #7, JWK, Microsoft's key
/// formats; as UTF-8 or UTF-16. What is wrapped in it is unwrapped and read like a file (reader.h): strings of JSON,
/// values in other texts, base64, hexadecimal digits, encodings of texts. Every object is decoded with its own decoder
/// once; none is tried after another. What was found inside something twice is there once.
/// password   nullopt: none was given. One password for the whole file; other forms of it are tried where it opens
///            something not
/// Errors     those of a file as a whole (kInputEmpty, kInputTooLarge, kInputNotRecognized, kTooManyItems, ...);
///            what is wrong with one object of several is an `Other`
Result<Contents> read_contents(Bytes file, std::optional<Password> password, ReadBudget& budget);

/// With a budget of its own.
Result<Contents> read_contents(Bytes file, std::optional<Password> password);

/// The error of a file in which a key was wanted, or a certificate, and none is.
Error error_without_key(const Contents& contents);
Error error_without_certificate(const Contents& contents);

/// Why these contents are of no use in a field, if so. Where no field is named: nothing in them can be used, or a
/// password is wanted first, for what it opens may be more than what is in sight.
/// wanted   kPrivateKey, kCaCertificate or kNone
std::optional<Error> reason_to_refuse(const Contents& contents, Field wanted);

/// Where an error belongs if the file stood in `field`: a wrong or missing password has a field of its own.
Field field_of(const Error& error, Field field);

}  // namespace popcert::files
