// JSON Web Keys. A key that is accepted is read as the same key with blanks around it, and its public half is one that a
// certificate can hold.

#include "keys/jwk.h"

#include <string>

#include "x509/public_key_info.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto key = keys::decode_jwk(Bytes(data, size));
  if (!key) return 0;
  const auto public_key = crypto::public_key_of(*key);
  const auto again =
      keys::decode_jwk(as_bytes("\r\n\t " + std::string(reinterpret_cast<const char*>(data), size) + "\n"));
  if (!again || !(crypto::public_key_of(*again) == public_key)) __builtin_trap();
  const auto read = x509::decode_public_key_info(x509::encode_public_key_info(public_key));
  if (!read || !(*read == public_key)) __builtin_trap();
  return 0;
}
