#pragma once

#include "chain/chain.h"

namespace popcert::chain {

inline constexpr int kBestRank = 4;

/// What is said of one way up.
struct Answer {
  std::vector<ChainLink> links;
  Finding verdict;
  std::size_t link = 0;
  bool leads_to_listed = false;  // and nothing is wrong on the way

  /// Which of several answers is the better news.
  int rank() const {
    if (verdict.status == Status::kFail) return leads_to_listed ? 2 : 1;
    return verdict.status == Status::kPass ? kBestRank : 3;
  }
};

}  // namespace popcert::chain
