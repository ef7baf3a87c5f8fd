#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

// What stands between a BEGIN and an END line; pem.h is the contract of core/pem.
namespace popcert::pem {

struct Body {
  std::optional<std::string> proc_type, dek_info;
  Secret der;
};

/// before   what stands before the BEGIN line's dashes, in its line
/// Errors   kPemEmpty, kPemHeaderMalformed, kBase64Malformed; offset from the start of `body`
Result<Body> decode_body(Bytes body, std::string_view before = {});

/// Overwrites with blanks what source code has between the strings that a body is written in: `" +`, `' .`, `",`,
/// `" & vbCrLf & _`. Only where the body begins and ends inside a string, as it does if the BEGIN and END lines are in
/// strings too.
void drop_between_strings(std::span<std::uint8_t> text);

/// Overwrites with white space, octet for octet, what text around PEM leaves inside it: quotation marks at the start of
/// lines ("> "), string delimiters and line ends written as \n, and blanks that are not ASCII.
/// line_start  whether the text begins with a line, or in the middle of one
void remove_decoration(std::span<std::uint8_t> text, bool line_start);

}  // namespace popcert::pem
