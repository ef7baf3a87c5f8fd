// PFX in BER and DER. Without a password: a file that has none opens, and no derivation is worth much work.

#include "keys/pkcs12.h"
#include "keys/private_key.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto budget = keys::KdfBudget::unasked();
  const auto pfx = keys::open_pfx(Bytes(data, size), std::nullopt, budget);
  if (!pfx) return 0;
  for (const auto& key : pfx->private_keys) (void)keys::decode_private_key(key.expose());
  return 0;
}
