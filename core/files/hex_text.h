#pragma once

#include <optional>

#include "base/secret.h"

// Octets written as hexadecimal digits: plain, with blanks, colons or commas, as 0x.. in an array, as \x.. in a string,
// and in dumps with addresses; or as decimal numbers.
namespace popcert::files {

struct HexRun {
  std::size_t start, end;
  Secret octets;
};

/// The next run of at least 48 octets; the smallest private key has 51.
std::optional<HexRun> next_hex_run(Bytes text, std::size_t from);

/// The same for octets in decimal, as .NET, Java (-128 to 127), Go and PowerShell print them. The first is that of a
/// SEQUENCE or a hyphen.
std::optional<HexRun> next_decimal_run(Bytes text, std::size_t from);

/// The dump that a text is, with or without text before it: three lines or more, each of which begins with how many
/// octets stand before it, in hexadecimal (xxd, hexdump, certutil, openssl), octal or decimal (od), plus whatever the first line
/// begins with. What stands beside the octets may come behind the last of them.
std::optional<Secret> octets_of_dump(Bytes text);

}  // namespace popcert::files
