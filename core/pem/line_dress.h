#pragma once

#include <span>
#include <string_view>

#include "base/bytes.h"

// What each line of a block begins and ends with where the block stands in something else: the mark of a comment or a
// difference ("// ", "+"), the number of a line, the time or the program of a log, `echo ` and ` >> file`.
namespace popcert::pem {

/// Overwrites it with blanks, where every line of the block has what its BEGIN line has. Figures may be other ones.
/// body    from behind the BEGIN line's dashes to before those of the END line
/// before  what stands before the dashes of the BEGIN line, in its line
void undress_lines(std::span<std::uint8_t> body, std::string_view before);

/// `before` from the end of the line before it, as far as it is short enough to stand before every line.
std::string_view start_of_line(std::string_view before);

}  // namespace popcert::pem
