#pragma once

#include <algorithm>

#include "base/bytes.h"

namespace popcert::test {

/// DER as NSS and old Windows would write it: every constructed element of indefinite length, every OCTET STRING in
/// parts of 16 octets. It shares no code with what reads it; the DER is trusted.
inline Buffer to_ber(Bytes der) {
  Buffer ber;
  for (std::size_t at = 0; at < der.size();) {
    const std::uint8_t tag = der[at];
    std::size_t length = der[at + 1];
    std::size_t start = at + 2;
    if (length > 0x80) {
      const std::size_t count = length & 0x7f;
      length = 0;
      for (std::size_t i = 0; i < count; ++i) length = length << 8 | der[start++];
    }
    const Bytes value = der.subspan(start, length);
    if (tag == 0x04) {
      append(ber, Buffer{0x24, 0x80});
      for (std::size_t part = 0; part < length; part += 16) {
        const Bytes octets = value.subspan(part, std::min<std::size_t>(16, length - part));
        append(ber, Buffer{0x04, static_cast<std::uint8_t>(octets.size())});
        append(ber, octets);
      }
      append(ber, Buffer{0x00, 0x00});
    } else if ((tag & 0x20) != 0) {
      append(ber, Buffer{tag, 0x80});
      append(ber, to_ber(value));
      append(ber, Buffer{0x00, 0x00});
    } else {
      append(ber, der.subspan(at, start - at + length));
    }
    at = start + length;
  }
  return ber;
}

}  // namespace popcert::test
