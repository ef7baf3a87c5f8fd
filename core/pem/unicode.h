#pragma once

#include <optional>

#include "base/bytes.h"

// One character at a time, without a copy of anything: what is read may be a password or a key. Both readers are strict
// and move `at` behind the character that they return.
namespace popcert::pem {

enum class Order : std::uint8_t { kLittleEndian, kBigEndian };

/// Neither a surrogate nor beyond U+10FFFF.
bool is_scalar_value(char32_t c);

/// at   below in.size(). Nothing for what is not UTF-8 (RFC 3629 3)
std::optional<char32_t> next_utf8(Bytes in, std::size_t& at);

/// at   below in.size(). Nothing for half a character or half a pair of surrogates (RFC 2781 2.2)
std::optional<char32_t> next_utf16(Bytes in, std::size_t& at, Order order);

/// Octets of the character in UTF-8, 1 to 4, written to `out` unless that is null.
std::size_t put_utf8(char32_t c, std::uint8_t* out);

/// Octets of the character in UTF-16 in big-endian order, 2 or 4, written to `out`.
std::size_t put_utf16(char32_t c, std::uint8_t* out);

}  // namespace popcert::pem
