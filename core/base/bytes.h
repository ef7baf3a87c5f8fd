#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace popcert {

/// Octets that belong to somebody else and live at least as long as the call.
using Bytes = std::span<const std::uint8_t>;

/// Octets that are public: certificates, names, signatures. Key material lives in `Secret`.
using Buffer = std::vector<std::uint8_t>;

/// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
using UnixSeconds = std::int64_t;

/// Compares public octets; not constant time, never for key material or a MAC.
inline bool equal(Bytes a, Bytes b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline Buffer to_buffer(Bytes octets) { return {octets.begin(), octets.end()}; }

inline void append(Buffer& out, Bytes octets) { out.insert(out.end(), octets.begin(), octets.end()); }

}  // namespace popcert
