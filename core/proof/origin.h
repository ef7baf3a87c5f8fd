#pragma once

#include <cstdint>

namespace popcert::proof {

/// Who gave an input. What a program passes is its own business; what a person typed or chose was at least looked at;
/// what a page's message or a request file gave was chosen by somebody else than the one who holds the key.
enum class Origin : std::uint8_t { kProgram, kPerson, kGiven };

}  // namespace popcert::proof
