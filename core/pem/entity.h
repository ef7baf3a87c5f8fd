#pragma once

#include "base/bytes.h"

namespace popcert::pem {

/// A character written in another way, and how many octets that has; 0 for anything else.
struct Escape {
  std::uint8_t octet;
  std::size_t octets;
};

/// The entity of XML or HTML ("&#43;", "&#x2B;", "&nbsp;") or the escape of JSON ("\u002B") at the start of a text. One
/// of a character that is not ASCII stands for a blank.
Escape escape_at(Bytes text);

}  // namespace popcert::pem
