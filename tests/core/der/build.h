#pragma once

#include <initializer_list>

#include "base/bytes.h"
#include "core/crypto/hex.h"

namespace popcert::test {

/// One element out of its parts, up to 65535 octets. Not der::Writer, so that tests can write what it would not.
inline Buffer tlv(std::uint8_t tag, std::initializer_list<Buffer> parts) {
  Buffer value;
  for (const Buffer& part : parts) append(value, part);
  Buffer out{tag};
  const std::size_t size = value.size();
  if (size >= 0x100) {
    append(out, Buffer{0x82, static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)});
  } else if (size >= 0x80) {
    append(out, Buffer{0x81, static_cast<std::uint8_t>(size)});
  } else {
    out.push_back(static_cast<std::uint8_t>(size));
  }
  append(out, value);
  return out;
}

inline Buffer sequence(std::initializer_list<Buffer> parts) { return tlv(0x30, parts); }
inline Buffer octet_string(const Buffer& contents) { return tlv(0x04, {contents}); }
inline Buffer oid(std::string_view digits) { return tlv(0x06, {hex(digits)}); }
/// Contents octets of an INTEGER.
inline Buffer integer(std::string_view digits) { return tlv(0x02, {hex(digits)}); }

}  // namespace popcert::test
