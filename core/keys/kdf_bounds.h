#pragma once

#include <optional>

#include "base/result.h"
#include "crypto/digest.h"

namespace popcert::keys {

/// How much work one file may ask for, counted in rounds of HMAC-SHA-256: the bound is about five seconds in
/// WebAssembly on a desktop of 2020, and sixteen times what the most careful tools write today (600,000).
inline constexpr std::uint64_t kMaxKdfRounds = 10'000'000;
/// 128*N*r, what scrypt keeps in memory; OpenSSL writes files that need 16 MiB.
inline constexpr std::uint64_t kMaxScryptOctets = std::uint64_t{256} << 20;
/// N*r*p; 2^23 takes about as long as kMaxKdfRounds.
inline constexpr std::uint64_t kMaxScryptWork = std::uint64_t{1} << 23;
/// Octets of a salt; real ones have 8 to 64.
inline constexpr std::size_t kMaxSaltOctets = 4096;

/// The work that a whole file has left: its parts are derived one by one, and the sum is what has to be bounded.
class KdfBudget {
 public:
  /// Takes `iterations` rounds of a derivation that repeats `hash` as often as `blocks` says.
  /// Errors   kKdfTooCostly (value: iterations)
  std::optional<Error> spend(crypto::Hash hash, std::uint64_t iterations, std::size_t blocks = 1);
  /// Errors   kKdfTooCostly (value: n)
  std::optional<Error> spend_scrypt(std::uint64_t n, std::uint64_t r, std::uint64_t p);

 private:
  std::uint64_t rounds_left_ = kMaxKdfRounds;
  std::uint64_t scrypt_left_ = kMaxScryptWork;
};

}  // namespace popcert::keys
