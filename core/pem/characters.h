#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace popcert::pem {

/// UTF-8 text -> its code points; nothing if it is not well-formed UTF-8 (RFC 3629).
std::optional<std::u32string> decode_utf8(std::string_view text);

/// Whether a person sees this code point, and sees that it is there. The one rule for all that is shown and signed:
/// codes, names, labels. Look-alikes of other scripts cannot be told by it.
bool is_visible(char32_t code_point);

/// The same of every character of a text in UTF-8; false for broken UTF-8.
bool is_visible_text(std::string_view utf8);

}  // namespace popcert::pem
