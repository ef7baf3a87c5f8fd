#include "keys/rsa_numbers.h"

#include "crypto/rsa.h"

namespace popcert::keys {

Result<crypto::PrivateKey> rsa_private_key(const OwnedRsaNumbers& numbers) {
  const auto number = [&](std::size_t i) { return numbers[i].expose(); };
  auto key = crypto::make_rsa_private_key({.n = number(0),
                                           .e = number(1),
                                           .d = number(2),
                                           .p = number(3),
                                           .q = number(4),
                                           .dp = number(5),
                                           .dq = number(6),
                                           .qinv = number(7)});
  if (!key) return key.error();
  return crypto::PrivateKey(std::move(*key));
}

}  // namespace popcert::keys
