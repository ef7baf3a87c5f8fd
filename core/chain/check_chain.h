#pragma once

#include "chain/chain.h"

namespace popcert::chain {

/// Whether a device's chain rolls up to a certificate that is verified on the service, which is the rule of enrollment
/// groups, and if not, what to do. Of several ways up (cross-signed and renewed CAs) the best is taken. Names are
/// compared in canonical form, whatever string types they use; the signature is what counts. "Verified" is said of
/// nothing that OpenSSL refuses: what is not checked here is said to be so.
/// Errors   those of `read_contents`, `error_without_certificate`, kChainTooLong, kChainTooTangled, kTimeUnusable
Result<ChainCheck> check_chain(const ChainInput& input);

}  // namespace popcert::chain
