#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"

namespace popcert {

/// Lower-case hex, without separators; for public octets.
std::string hex(Bytes octets);

/// The value of a hexadecimal digit of either case.
std::optional<unsigned> hex_digit(std::uint8_t c);

/// A number in digits at the start of a text, and how many these are.
struct Digits {
  std::uint32_t number;
  std::size_t count;
};

/// base   up to 16
/// most   of digits that are read; with more than eight the number is what is left of it
Digits digits_at(Bytes text, unsigned base, std::size_t most);

}  // namespace popcert
