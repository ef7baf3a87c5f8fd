#pragma once

#include "base/bytes.h"

namespace popcert::files {

bool contains(Bytes text, std::string_view word);

/// The SEQUENCE that octets begin with, without what a dump or OpenSSL has behind it; all of them, if it is none.
Bytes one_sequence(Bytes octets);

}  // namespace popcert::files
