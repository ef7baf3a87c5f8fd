// EncryptedPrivateKeyInfo with the password of the corpus, and a small budget: a mutated count of rounds only costs time. Without a
// password nothing is decrypted and nothing spent; what is decrypted is one SEQUENCE, and takes the budget that it was worth.

#include "keys/pbes.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes file(data, size);
  const auto key = keys::read_encrypted_private_key_info(file);
  keys::KdfBudget budget(5000);
  const auto locked = keys::decrypt_encrypted_private_key_info(file, std::nullopt, budget);
  if (locked) __builtin_trap();
  if (!key) {
    if (locked.error().code != key.error().code) __builtin_trap();
    return 0;
  }
  const auto code = locked.error().code;
  if (code != ErrorCode::kKeyEncrypted && code != ErrorCode::kKdfTooCostly) __builtin_trap();
  const auto opened = keys::decrypt_encrypted_private_key_info(file, as_bytes("correct horse"), budget);
  keys::KdfBudget whole(5000);
  const bool affordable = !keys::spend(whole, key->scheme);
  if (!affordable && (opened || opened.error().code != ErrorCode::kKdfTooCostly)) __builtin_trap();
  if (!opened) return 0;
  der::Reader in(opened->expose());
  if (!in.read(der::Tag::kSequence) || !in.empty()) __builtin_trap();
  return 0;
}
