#include "der/oid.h"

#include <algorithm>

namespace popcert::der::oid {

std::string dotted(Bytes value) {
  std::string out;
  std::uint64_t arc = 0;
  for (const auto octet : value) {
    if (arc >> 56 != 0) return {};
    arc = arc << 7 | (octet & 0x7f);
    if ((octet & 0x80) != 0) continue;
    if (out.empty()) {
      const auto first = std::min<std::uint64_t>(arc / 40, 2);
      out = std::to_string(first) + "." + std::to_string(arc - first * 40);
    } else {
      out += "." + std::to_string(arc);
    }
    arc = 0;
  }
  return out;
}

}  // namespace popcert::der::oid
