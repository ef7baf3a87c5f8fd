#pragma once

#include "base/secret.h"

namespace popcert::crypto {

/// A plain structure that held secrets, such as a key schedule of BearSSL: zero octets at the end.
template <class T>
struct Wiped {
  T value{};

  Wiped() = default;
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  ~Wiped() { wipe({reinterpret_cast<std::uint8_t*>(&value), sizeof value}); }
};

}  // namespace popcert::crypto
