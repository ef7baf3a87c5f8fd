// PFX in BER and DER. Without a password: a file that has none opens, and no derivation is worth much work. What opens so opens
// with the empty password too, to the same contents, and without more bags than a file may have.

#include "keys/pkcs12.h"

#include "der/reader.h"
#include "files/found_key.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes file(data, size);
  auto unasked = keys::KdfBudget::unasked();
  const auto pfx = keys::open_pfx(file, std::nullopt, unasked);
  if (!pfx) return 0;
  if (pfx->private_keys.size() + pfx->certificates.size() + pfx->skipped > kMaxPfxBags) __builtin_trap();
  for (const auto& certificate : pfx->certificates) {
    der::Reader in(certificate);
    if (!in.read(der::Tag::kSequence) || !in.empty()) __builtin_trap();
  }
  keys::KdfBudget asked;
  const auto again = keys::open_pfx(file, Bytes(), asked);
  if (!again || again->certificates != pfx->certificates || again->skipped != pfx->skipped) __builtin_trap();
  if (again->private_keys.size() != pfx->private_keys.size()) __builtin_trap();
  for (std::size_t i = 0; i < pfx->private_keys.size(); ++i) {
    if (!equal(again->private_keys[i].expose(), pfx->private_keys[i].expose())) __builtin_trap();
  }
  return 0;
}
