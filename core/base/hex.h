#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"

namespace popcert {

/// Lower-case hex, without separators; for public octets.
std::string hex(Bytes octets);

/// The value of a hexadecimal digit of either case.
std::optional<unsigned> hex_digit(std::uint8_t c);

}  // namespace popcert
