#include "keys/kdf_bounds.h"

#include <catch_amalgamated.hpp>

namespace popcert::keys {
namespace {

TEST_CASE("keys::KdfBudget bounds the sum", "[keys]") {
  using crypto::Hash;
  {
    KdfBudget budget;
    CHECK_FALSE(budget.spend_hmac(Hash::kSha256, 3'000'000, 1));
    CHECK_FALSE(budget.spend_hmac(Hash::kSha1, 3'000'000, 1));
    const auto error = budget.spend_hmac(Hash::kSha1, 1, 1);
    REQUIRE(error);
    CHECK(error->code == ErrorCode::kKdfTooCostly);
    CHECK(error->value == 1);
  }
  CHECK_FALSE(KdfBudget().spend_hmac(Hash::kSha512, 4'000'000, 1));
  CHECK(KdfBudget().spend_hmac(Hash::kSha512, 4'000'001, 1));
  CHECK(KdfBudget().spend_hmac(Hash::kSha1, 3'000'001, 2));
  CHECK_FALSE(KdfBudget().spend_hash(Hash::kSha1, 6'000'000, 2));
  CHECK(KdfBudget().spend_hash(Hash::kSha1, 4'000'001, 3));
  CHECK(KdfBudget().spend_hmac(Hash::kSha1, ~std::uint64_t{0}, 1));
  CHECK_FALSE(KdfBudget().spend_scrypt(1 << 18, 8, 1));  // 256 MiB
  CHECK(KdfBudget().spend_scrypt(1 << 19, 8, 1));
  CHECK(KdfBudget().spend_scrypt(1 << 17, 8, 6));
  CHECK(KdfBudget().spend_scrypt(2, 1 << 13, 2));
  CHECK(KdfBudget().spend_scrypt(~std::uint64_t{0}, ~std::uint64_t{0}, ~std::uint64_t{0}));
  KdfBudget budget;
  for (int i = 0; i < 5; ++i) CHECK_FALSE(budget.spend_scrypt(1 << 17, 8, 1));
  CHECK(budget.spend_scrypt(1 << 17, 8, 1));
  // One account for all that takes time.
  CHECK_FALSE(budget.spend_hmac(Hash::kSha256, 700'000, 1));
  CHECK(budget.spend_hmac(Hash::kSha256, 100'000, 1));
}

TEST_CASE("keys::KdfBudget: nobody has given a password", "[keys]") {
  using crypto::Hash;
  auto budget = KdfBudget::unasked();
  CHECK(budget.spend_scrypt(2, 1, 1));
  CHECK_FALSE(budget.spend_hmac(Hash::kSha256, kMaxKdfRoundsUnasked, 1));
  CHECK(budget.spend_hmac(Hash::kSha256, 1, 1));
}

TEST_CASE("keys::KdfBudget: what is refused takes nothing", "[keys]") {
  KdfBudget budget(100);
  CHECK(budget.spend_hmac(crypto::Hash::kSha256, 101, 1));
  CHECK(budget.spend_scrypt(128, 1, 1));
  CHECK_FALSE(budget.spend_hmac(crypto::Hash::kSha256, 100, 1));
  CHECK(budget.spend_hmac(crypto::Hash::kSha256, 1, 1));
}

}  // namespace
}  // namespace popcert::keys
