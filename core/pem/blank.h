#pragma once

#include <algorithm>
#include <string_view>

#include "base/bytes.h"

// White space of texts: the blank, and tab to carriage return. JSON (RFC 8259 2) has fewer, base64 must not branch on a
// digit; both have their own.
namespace popcert::pem {

constexpr bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

inline bool is_blank(Bytes text) {
  return std::all_of(text.begin(), text.end(), [](auto c) { return is_blank(static_cast<char>(c)); });
}

/// Without the white space at both ends.
constexpr std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace popcert::pem
