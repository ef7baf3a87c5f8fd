#include "pem/unicode.h"

namespace popcert::pem {

bool is_scalar_value(char32_t c) { return c < 0xd800 || (c > 0xdfff && c < 0x110000); }

std::optional<char32_t> next_utf8(Bytes in, std::size_t& at) {
  const std::uint8_t lead = in[at];
  const std::size_t size = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
  if (size == 0 || in.size() - at < size) return std::nullopt;
  char32_t c = size == 1 ? lead : lead & (0x7f >> size);
  for (std::size_t k = 1; k < size; ++k) {
    if (in[at + k] >> 6 != 2) return std::nullopt;
    c = c << 6 | (in[at + k] & 0x3f);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (c < kLeast[size] || !is_scalar_value(c)) return std::nullopt;
  at += size;
  return c;
}

std::optional<char32_t> next_utf16(Bytes in, std::size_t& at, Order order) {
  const auto unit_at = [&](std::size_t place) {
    const char32_t first = in[place], second = in[place + 1];
    return order == Order::kLittleEndian ? second << 8 | first : first << 8 | second;
  };
  if (in.size() - at < 2) return std::nullopt;
  const char32_t unit = unit_at(at);
  if (is_scalar_value(unit)) {
    at += 2;
    return unit;
  }
  if (unit >= 0xdc00 || in.size() - at < 4) return std::nullopt;
  const char32_t low = unit_at(at + 2);
  if (low < 0xdc00 || low >= 0xe000) return std::nullopt;
  at += 4;
  return 0x10000 + ((unit & 0x3ff) << 10 | (low & 0x3ff));
}

std::size_t put_utf8(char32_t character, std::uint8_t* out) {
  const auto octet = [&](unsigned shift, std::uint32_t head) {
    return static_cast<std::uint8_t>(head | (character >> shift & 0x3f));
  };
  if (character < 0x80) {
    if (out) out[0] = static_cast<std::uint8_t>(character);
    return 1;
  }
  if (character < 0x800) {
    if (out) out[0] = octet(6, 0xc0), out[1] = octet(0, 0x80);
    return 2;
  }
  if (character < 0x10000) {
    if (out)
      out[0] = static_cast<std::uint8_t>(0xe0 | character >> 12), out[1] = octet(6, 0x80), out[2] = octet(0, 0x80);
    return 3;
  }
  if (out) {
    out[0] = static_cast<std::uint8_t>(0xf0 | character >> 18), out[1] = octet(12, 0x80);
    out[2] = octet(6, 0x80), out[3] = octet(0, 0x80);
  }
  return 4;
}

std::size_t put_utf16(char32_t c, std::uint8_t* out) {
  const auto put_unit = [&](char32_t unit, std::size_t to) {
    out[to] = static_cast<std::uint8_t>(unit >> 8);
    out[to + 1] = static_cast<std::uint8_t>(unit);
  };
  if (c < 0x10000) {
    put_unit(c, 0);
    return 2;
  }
  put_unit(0xd800 + ((c - 0x10000) >> 10), 0);
  put_unit(0xdc00 + (c & 0x3ff), 2);
  return 4;
}

}  // namespace popcert::pem
