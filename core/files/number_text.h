#pragma once

#include "keys/json.h"

// Octets as programs print them in decimal numbers.
namespace popcert::files {

/// How many octets are written one after the other as decimal numbers, and where the last one ends.
struct Numbers {
  std::size_t octets, end;
};

/// Goes through numbers from -128, as Java prints octets, to 255, with commas, semicolons or white space between them.
/// Writes their octets to `out` unless that is null.
Numbers follow_numbers(Bytes text, std::size_t start, std::uint8_t* out);

/// The octets of an array of numbers from 0 to 255, as Node prints a Buffer, or of an object of such members "0", "1"
/// and so on, as JavaScript prints a Uint8Array; none for anything else.
Secret octets_of_numbers(const keys::JsonValue& value);

}  // namespace popcert::files
