#pragma once

#include "chain/chain.h"

namespace popcert::chain {

/// Finds the best way up from the leaf, and fills in all of `out` but the certificates, which are there.
/// Errors   kChainTooTangled
std::optional<Error> search(const ChainInput& in, ChainCheck& out);

}  // namespace popcert::chain
