// EncryptedPrivateKeyInfo with the password of the corpus, and a small budget: a mutated count of rounds only costs time.

#include "keys/pbes.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto key = keys::read_encrypted_private_key_info(Bytes(data, size));
  if (!key) return 0;
  keys::KdfBudget budget(5000);
  if (keys::spend(budget, key->scheme)) return 0;
  const auto* scrypt = std::get_if<keys::ScryptParameters>(&key->scheme.kdf);
  if (scrypt != nullptr && scrypt->n * scrypt->r * scrypt->p > 4096) return 0;
  if (key->scheme.wants_bmp()) return 0;  // pkcs12.cc has the passwords of that form
  (void)keys::decrypt_key(*key, as_bytes("correct horse"));
  return 0;
}
