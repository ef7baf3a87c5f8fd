#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "x509/certificate.h"

namespace popcert::proof {

/// The SHA-1 and SHA-256 thumbprints of certificates, made once for however many codes: a service shows both beside each
/// other, and both are hexadecimal digits.
class Thumbprints {
 public:
  explicit Thumbprints(std::span<const x509::Certificate> certificates);

  /// Why a code is none: it is one of these, in letters of either case, with whatever between them.
  std::optional<Error> error_for(std::string_view code) const;

 private:
  std::vector<std::string> digits_;  // lower-case; that the hashes differ in length tells them apart
};

}  // namespace popcert::proof
