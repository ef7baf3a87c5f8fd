#pragma once

#include <string>

#include "base/bytes.h"

// Where something was found in a file, for people: names of the file's own, made of letters, digits and ._-[] only, and
// short, so that no place can carry a key.
namespace popcert::files {

/// parent, then name behind a dot, as far as there is room.
std::string place_within(std::string_view parent, std::string_view name);

/// The place of the element of a list, counted from 0.
std::string place_of_element(std::string_view parent, std::size_t index);

/// The name of what stands at `at` in a text: before a colon or an equals sign on its line, or on a line of less
/// indentation above it, with the names that YAML has above that; or of a tag. Empty where there is none.
std::string place_in_text(Bytes text, std::size_t at);

}  // namespace popcert::files
