#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "base/bytes.h"

namespace popcert {

/// Sets octets to zero in a way the optimiser may not remove.
inline void wipe(std::span<std::uint8_t> octets) {
  volatile std::uint8_t* p = octets.data();
  for (std::size_t i = 0; i < octets.size(); ++i) p[i] = 0;
}

/// Octets nobody else may keep: keys, passwords, decrypted content. Move-only, wiped when it ends, never printed.
/// The size is fixed: growing would leave an unwiped copy behind.
class Secret {
 public:
  Secret() : Secret(0) {}
  explicit Secret(std::size_t size) : size_(size), octets_(std::make_unique<std::uint8_t[]>(size)) {}
  Secret(Secret&& other) noexcept : size_(std::exchange(other.size_, 0)), octets_(std::move(other.octets_)) {}
  Secret& operator=(Secret&& other) noexcept {
    std::swap(size_, other.size_);
    octets_.swap(other.octets_);
    return *this;
  }
  ~Secret() { wipe(writable()); }

  static Secret copy_of(Bytes octets) {
    Secret secret(octets.size());
    std::copy(octets.begin(), octets.end(), secret.octets_.get());
    return secret;
  }

  std::size_t size() const { return size_; }
  /// A search for "expose(" finds every use of a secret.
  Bytes expose() const { return {octets_.get(), size_}; }
  std::span<std::uint8_t> writable() { return {octets_.get(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<std::uint8_t[]> octets_;
};

}  // namespace popcert
