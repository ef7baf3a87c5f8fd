#include "proof/thumbprints.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/digest.h"

namespace popcert::proof {

Thumbprints::Thumbprints(std::span<const x509::Certificate> certificates) {
  for (const auto& certificate : certificates) {
    for (const auto hash : {crypto::Hash::kSha1, crypto::Hash::kSha256}) {
      digits_.push_back(hex(crypto::digest(hash, certificate.der)));
    }
  }
}

std::optional<Error> Thumbprints::error_for(std::string_view code) const {
  std::string digits;
  for (const char c : code) {
    if (const auto digit = hex_digit(static_cast<std::uint8_t>(c))) digits += "0123456789abcdef"[*digit];
  }
  if (std::find(digits_.begin(), digits_.end(), digits) == digits_.end()) return std::nullopt;
  return Error{ErrorCode::kCodeIsThumbprint, 0, 0, digits.size() == 40 ? "SHA-1" : "SHA-256"};
}

}  // namespace popcert::proof
