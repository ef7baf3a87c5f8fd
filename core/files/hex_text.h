#pragma once

#include <optional>

#include "base/secret.h"

// Octets written as hexadecimal digits: plain, with blanks, colons or commas, as 0x.. in an array, as \x.. in a string;
// or as decimal numbers. dump.h has those that stand in columns.
namespace popcert::files {

/// Octets that stand in a text in another way.
struct OctetRun {
  std::size_t start, end;
  Secret octets;
};

/// The next run of at least 48 octets; the smallest private key has 51.
std::optional<OctetRun> next_hex_run(Bytes text, std::size_t from);

/// The same for octets in decimal, as .NET, Java (-128 to 127), Go and PowerShell print them. The first is that of a
/// SEQUENCE or a hyphen.
std::optional<OctetRun> next_decimal_run(Bytes text, std::size_t from);

}  // namespace popcert::files
