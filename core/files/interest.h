#pragma once

#include "files/kind.h"

// What is worth being read where it need not be anything: digits and strings stand everywhere.
namespace popcert::files {

/// The smallest thing of use, a private key on P-256 without its public half.
inline constexpr std::size_t kFewestOctets = 40;
/// What may be inside of digits that stand anywhere: a key, a certificate, or what holds these.
bool is_of_interest(Kind kind);

/// The same, or a file of another program.
bool is_object_of_interest(Bytes octets);

/// Whether octets are worth being read as a file.
bool is_promising(Bytes octets);

}  // namespace popcert::files
