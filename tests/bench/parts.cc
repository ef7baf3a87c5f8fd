#include <emscripten/bind.h>

#include "../../wasm/values.h"
#include "crypto/generate.h"
#include "crypto/sign.h"
#include "crypto/verify.h"
#include "files/contents.h"

// What a certificate is made of, each by itself, beside the whole core in one module: for tests/bench/warm.mjs, never
// shipped.

namespace {

using namespace popcert;
using namespace popcert::wasm;

std::optional<files::Contents> opened;
const crypto::PrivateKey* key = nullptr;
std::optional<Secret> signature;
const Buffer message(700, 0x5a);  // as long as a TBSCertificate

/// The first private key of a file.
bool open_key(const val& file) {
  const Secret octets = take_secret(file);
  auto contents = files::read_contents(octets.expose(), std::nullopt);
  if (!contents) return false;
  opened = std::move(*contents);
  const auto keys = opened->private_keys();
  if (keys.empty()) return false;
  key = &keys.front()->key;
  signature = crypto::sign(*key, message);
  return true;
}

bool generate_key(const val& seed) {
  const Secret octets = take_secret(seed);
  return static_cast<bool>(crypto::generate_p256_public_key(octets.expose()));
}

/// Nonces are deterministic: the same key and message give the same signature.
bool sign() { return equal(crypto::sign(*key, message).expose(), signature->expose()); }

bool verify() { return crypto::verify(crypto::public_key_of(*key), message, signature->expose()); }

}  // namespace

EMSCRIPTEN_BINDINGS(popcert_parts) {
  emscripten::function("partOpenKey", &open_key);
  emscripten::function("partGenerateKey", &generate_key);
  emscripten::function("partSign", &sign);
  emscripten::function("partVerify", &verify);
}
