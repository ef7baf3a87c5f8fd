// JSON Web Keys.

#include "keys/jwk.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)keys::decode_jwk(Bytes(data, size));
  return 0;
}
