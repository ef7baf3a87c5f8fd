#pragma once

#include "proof/create.h"

namespace popcert::test {

/// findings, failure   those of `Signing`
/// results             one for each code
struct Batch {
  std::vector<Finding> findings;
  std::optional<proof::Failure> failure;
  std::vector<proof::Outcome> results;
};

/// Signs a list of codes as wasm/bindings.cc does: without a code or with too many there are no results.
inline Batch create_all(std::span<const std::string> codes, const proof::CreateInput& in) {
  const proof::Signing signing(in, codes);
  Batch out{signing.findings(), signing.failure(), {}};
  if (codes.size() > kMaxCodes) return out;
  for (std::size_t i = 0; i < codes.size(); ++i) out.results.push_back(signing.sign(i, codes[i]));
  return out;
}

}  // namespace popcert::test
