#pragma once

#include <optional>

#include "base/error.h"
#include "crypto/digest.h"

namespace popcert::keys {

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

/// The work that a file has left. Its parts are derived one by one, and their sum is what has to be bounded: so there is
/// one for each file, handed down to whatever derives.
class KdfBudget {
 public:
  explicit KdfBudget(std::uint64_t rounds = kMaxKdfRounds) : rounds_left_(rounds) {}
  /// Of a file for which nobody has given a password: scrypt is not run at all.
  static KdfBudget unasked() {
    KdfBudget budget(kMaxKdfRoundsUnasked);
    budget.scrypt_ = false;
    return budget;
  }

  /// HMAC `iterations` times for each of `blocks` outputs. Errors   kKdfTooCostly (value: iterations)
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
