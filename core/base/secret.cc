#include "base/secret.h"

#include <utility>

namespace popcert {

void wipe([[maybe_unused]] std::span<std::uint8_t> octets) {
#ifndef POPCERT_WITHOUT_WIPING               // set only for the build in which a test must find what is left
  volatile std::uint8_t* p = octets.data();  // volatile: survives -O3, native and wasm
  for (std::size_t i = 0; i < octets.size(); ++i) p[i] = 0;
#endif
}

void wipe_fast([[maybe_unused]] std::span<std::uint8_t> octets) {
#ifndef POPCERT_WITHOUT_WIPING
  std::fill(octets.begin(), octets.end(), std::uint8_t{0});
  __asm__ volatile("" : : "r"(octets.data()) : "memory");  // tells the optimiser that they are read
#endif
}

Secret::Secret(std::size_t size) : size_(size), octets_(std::make_unique<std::uint8_t[]>(size)) {}

Secret::Secret(Secret&& other) noexcept : size_(std::exchange(other.size_, 0)), octets_(std::move(other.octets_)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(size_, other.size_);
  octets_.swap(other.octets_);
  return *this;
}

Secret::~Secret() { wipe(writable()); }

Secret Secret::copy_of(Bytes octets) {
  Secret secret(octets.size());
  std::copy(octets.begin(), octets.end(), secret.octets_.get());
  return secret;
}

}  // namespace popcert
