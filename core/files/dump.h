#pragma once

#include "files/hex_text.h"

namespace popcert::files {

/// The next dump in a text: three lines or more. Each begins with how many octets stand before it, in hexadecimal (xxd,
/// hexdump, certutil, openssl), octal or decimal (od), plus whatever the first line begins with; or without that, with
/// as many octets in hexadecimal as the first line, and characters beside them. Where a line has the first one's
/// address the next dump begins. Octets are read in hexadecimal, binary, octal and decimal, and as words of 16 or 32
/// bits with the least octet first.
std::optional<OctetRun> next_dump(Bytes text, std::size_t from);

}  // namespace popcert::files
