#pragma once

#include "base/limits.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "files/found_key.h"
#include "keys/kdf_bounds.h"
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

using Item = std::variant<FoundKey, x509::Certificate, Other>;

/// Everything found in one file, in file order; at least one item.
struct Contents {
  std::vector<Item> items;
  std::vector<std::string> places;  // of each item, such as "data.tls.key" (place.h); empty: in the file itself
  std::string_view password_form;   // which form of the password opened something, if it was not the one that was typed

  std::vector<const FoundKey*> private_keys() const;
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

}  // namespace popcert::files
