#pragma once

#include <array>

#include "base/bytes.h"

namespace popcert::crypto {

/// RC2 (RFC 2268), decryption only, for PFX files of before 2010. Tables are searched as a whole instead of being
/// indexed, so no address depends on the key or on what is decrypted.
class Rc2 {
 public:
  /// key             1 to 128 octets
  /// effective_bits  1 to 1024
  Rc2(Bytes key, std::size_t effective_bits);
  Rc2(const Rc2&) = delete;
  Rc2& operator=(const Rc2&) = delete;
  ~Rc2();

  /// One block in place.
  void decrypt(std::span<std::uint8_t, 8> block) const;

 private:
  std::array<std::uint16_t, 64> key_;
};

}  // namespace popcert::crypto
