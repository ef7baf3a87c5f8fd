#pragma once

#include <string>

#include "base/bytes.h"

namespace popcert {

/// Lower-case hex, without separators; for public octets.
std::string hex(Bytes octets);

}  // namespace popcert
