#pragma once

#include <cstddef>
#include <cstdint>

// Signing takes milliseconds under the sanitizers, and most inputs are worth reading only.

/// Whether an input goes through the costly half of its target: each of a corpus that is replayed, and one in `of` of what
/// libFuzzer makes, chosen by its octets, so that what it finds is found again.
inline bool is_sampled([[maybe_unused]] const std::uint8_t* data, [[maybe_unused]] std::size_t size,
                       [[maybe_unused]] std::uint32_t of) {
#ifdef POPCERT_REPLAY
  return true;
#else
  std::uint32_t hash = 2166136261;  // FNV-1a
  for (std::size_t i = 0; i < size; ++i) hash = (hash ^ data[i]) * 16777619;
  return (hash ^ hash >> 15) % of == 0;
#endif
}
