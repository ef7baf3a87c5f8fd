#include "keys/kdf_bounds.h"

#include "base/limits.h"

#include <algorithm>
#include <limits>

namespace popcert::keys {
namespace {

Error too_costly(std::uint64_t count) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
  return {ErrorCode::kKdfTooCostly, 0, static_cast<std::int64_t>(std::min(count, kMax))};
}

}  // namespace

KdfBudget KdfBudget::part(std::uint64_t rounds) {
  KdfBudget out(std::min(rounds, rounds_left_));
  out.scrypt_ = scrypt_;
  rounds_left_ -= out.rounds_left_;
  return out;
}

std::optional<Error> KdfBudget::spend(crypto::Hash hash, std::uint64_t iterations, std::uint64_t compressions) {
  // SHA-384 and SHA-512, of words of 64 bits, take one and a half times as long as the others. The unit is a sixth of a
  // round.
  const bool wide = crypto::hash_block_octets(hash) > 64;
  const std::uint64_t sixths = compressions * (wide ? 9 : 6) / 2;
  // The first comparison keeps the product small.
  if (iterations > kMaxKdfRounds || iterations * sixths / 6 > rounds_left_) return too_costly(iterations);
  rounds_left_ -= iterations * sixths / 6;
  return std::nullopt;
}

std::optional<Error> KdfBudget::spend_hmac(crypto::Hash hash, std::uint64_t iterations, std::size_t blocks) {
  return spend(hash, iterations, 2 * blocks);
}

std::optional<Error> KdfBudget::spend_hash(crypto::Hash hash, std::uint64_t iterations, std::size_t blocks) {
  return spend(hash, iterations, blocks);
}

std::optional<Error> KdfBudget::spend_scrypt(std::uint64_t n, std::uint64_t r, std::uint64_t p) {
  // Each alone first: after that no product overflows.
  if (!scrypt_ || n > kMaxKdfRounds || r > kMaxKdfRounds || p > kMaxKdfRounds) return too_costly(n);
  if (r * p > kMaxScryptLaneOctets / 128 || 128 * r * (n + p) > kMaxScryptOctets) return too_costly(n);
  if (n * r * p > rounds_left_) return too_costly(n);
  rounds_left_ -= n * r * p;
  return std::nullopt;
}

}  // namespace popcert::keys
