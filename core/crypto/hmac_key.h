#pragma once

#include <array>

#include "crypto/hash_class.h"
#include "crypto/wiped.h"

namespace popcert::crypto {

/// An HMAC key (RFC 2104) as the two hash states behind its first blocks, so that each further message costs two
/// blocks less: half the work of PBKDF2.
class HmacKey {
 public:
  HmacKey(Hash hash, Bytes key);
  HmacKey(const HmacKey&) = delete;
  HmacKey& operator=(const HmacKey&) = delete;
  ~HmacKey();

  std::size_t size() const { return size_; }
  /// out = HMAC(key, first || second); `size()` octets. out may be one of the two.
  void mac(Bytes first, Bytes second, std::uint8_t* out);

 private:
  using State = std::array<std::uint8_t, 64>;

  void start(State& state, const std::uint8_t* block);

  const br_hash_class& algorithm_;
  const std::size_t size_, block_;
  State inner_, outer_;
  Wiped<br_hash_compat_context> context_;
};

}  // namespace popcert::crypto
