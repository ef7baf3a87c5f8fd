#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace popcert::files {

/// Whether a text is what a tool prints of a key or certificate for people, and the line that exports the thing itself.
std::optional<std::string_view> line_for_printout(Bytes text);

}  // namespace popcert::files
