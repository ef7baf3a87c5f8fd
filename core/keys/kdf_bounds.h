#pragma once

#include "base/limits.h"

#include <optional>

#include "base/error.h"
#include "crypto/digest.h"

namespace popcert::keys {

/// The work that a file has left. Its parts are derived one by one, and their sum is what has to be bounded: so there
/// is one for each file, handed down to whatever derives.
class KdfBudget {
 public:
  explicit KdfBudget(std::uint64_t rounds = kMaxKdfRounds) : rounds_left_(rounds) {}
  /// Of a file for which nobody has given a password: scrypt is not run at all.
  static KdfBudget unasked() {
    KdfBudget budget(kMaxKdfRoundsUnasked);
    budget.scrypt_ = false;
    return budget;
  }

  /// Takes up to so many rounds out of this one, and makes a budget of its own of them.
  KdfBudget part(std::uint64_t rounds);

  /// HMAC `iterations` times for each of `blocks` outputs.
  /// Errors   kKdfTooCostly (value: iterations)
  std::optional<Error> spend_hmac(crypto::Hash hash, std::uint64_t iterations, std::size_t blocks);
  /// A plain hash of one block, `iterations` times for each of `blocks` outputs: half of the above.
  std::optional<Error> spend_hash(crypto::Hash hash, std::uint64_t iterations, std::size_t blocks);
  /// Errors   kKdfTooCostly (value: n)
  std::optional<Error> spend_scrypt(std::uint64_t n, std::uint64_t r, std::uint64_t p);

 private:
  std::optional<Error> spend(crypto::Hash hash, std::uint64_t iterations, std::uint64_t compressions);

  std::uint64_t rounds_left_;
  bool scrypt_ = true;
};

}  // namespace popcert::keys
