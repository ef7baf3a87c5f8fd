#pragma once

#include <optional>

#include "files/hex_text.h"

// Octets in the source of a program: strings with escapes, and comments between numbers.
namespace popcert::files {

/// The next string in quotation marks with at least four octets written as escapes ("0\202\x04\n", as C, Python, Go and
/// JavaScript write what is not text), together with the strings that are joined to it.
std::optional<OctetRun> next_literal(Bytes text, std::size_t from);

/// The text with blanks for what stands in comments: /* ... */, and // or # to the end of the line. Nothing where it
/// has none.
std::optional<Secret> without_comments(Bytes text);

}  // namespace popcert::files
