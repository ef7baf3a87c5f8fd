#pragma once

#include "issue/finding.h"

namespace popcert::issue {

/// RFC 5280 A.1, ub-common-name: characters that a common name may have.
inline constexpr std::size_t kMaxCodeCharacters = 64;

struct CodeCheck {
  std::string code;  // without outer white space; what is signed
  Finding finding;
};

/// Judges a verification code as it was pasted (UTF-8). No format is enforced, for no service promises one: what
/// cannot be a common name fails, what no service hands out today is signed as it stands with a warning.
CodeCheck check_verification_code(std::string_view pasted);

}  // namespace popcert::issue
