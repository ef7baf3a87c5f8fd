#include "crypto/digest.h"

#include "base/secret.h"
#include "crypto/hash_class.h"

namespace popcert::crypto {

Buffer digest(Hash hash, Bytes message) {
  const br_hash_class& algorithm = hash_class(hash);
  br_hash_compat_context context;
  algorithm.init(&context.vtable);
  algorithm.update(&context.vtable, message.data(), message.size());
  Buffer out(digest_octets(hash));
  algorithm.out(&context.vtable, out.data());
  // The context holds the last block of a message that may be a password.
  wipe({reinterpret_cast<std::uint8_t*>(&context), sizeof context});
  return out;
}

}  // namespace popcert::crypto
