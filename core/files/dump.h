#pragma once

#include <optional>

#include "base/secret.h"

namespace popcert::files {

/// The dump that a text is, with or without text before it: three lines or more. Each begins with how many octets stand
/// before it, in hexadecimal (xxd, hexdump, certutil, openssl), octal or decimal (od), plus whatever the first line begins
/// with; or without that, with as many octets in hexadecimal as the first line, and characters beside them. Octets are
/// read in hexadecimal, binary, octal and decimal, and as words of 16 or 32 bits with the least octet first.
std::optional<Secret> octets_of_dump(Bytes text);

}  // namespace popcert::files
