#pragma once

#include <cstddef>
#include <memory>

#include "base/bytes.h"

namespace popcert {

/// Sets octets to zero in a way the optimiser may not remove.
void wipe(std::span<std::uint8_t> octets);

/// The same for much memory, for which octet by octet takes too long.
void wipe_fast(std::span<std::uint8_t> octets);

/// Octets nobody else may keep: keys, passwords, decrypted content. Move-only, wiped when it ends, never printed.
/// The size is fixed: growing would leave an unwiped copy behind.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::size_t size);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  static Secret copy_of(Bytes octets);

  std::size_t size() const { return size_; }
  /// A search for "expose(" finds every use of a secret.
  Bytes expose() const { return {octets_.get(), size_}; }
  std::span<std::uint8_t> writable() { return {octets_.get(), size_}; }

 private:
  std::size_t size_ = 0;
  std::unique_ptr<std::uint8_t[]> octets_;
};

}  // namespace popcert
