// A private key that is accepted signs, and the signature holds under the public half that was read with it.

#include "keys/private_key.h"
#include "crypto/sign.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto key = keys::decode_private_key(Bytes(data, size));
  if (!key) return 0;
  // The factors need not be prime, and then signing may fail; but it never hands out a signature that does not hold.
  const auto signature = crypto::sign(key->key, as_bytes("message"));
  if (signature && !crypto::verify(crypto::public_key_of(key->key), as_bytes("message"), *signature)) __builtin_trap();
  return 0;
}
