#pragma once

#include <string>

#include "base/result.h"
#include "base/secret.h"

namespace popcert::pem {

// Both decoders handle key material: neither a branch nor an address depends on the value of a character, only on
// whether it is white space, padding or none of the alphabet, which is public.

/// Standard alphabet; white space is skipped wherever it is. The padding is the right one or missing altogether; bits
/// that no octet uses must be zero.
/// Returns  exactly the decoded octets, none for a text without characters
/// Errors   kBase64Malformed
/// Source   RFC 4648 4, RFC 7468 3
Result<Secret> decode_base64(Bytes text);

/// URL-safe alphabet without white space and padding, as JWK fields are written.
/// Errors   kBase64Malformed
/// Source   RFC 4648 5, RFC 7515 2
Result<Secret> decode_base64url(Bytes text);

/// Whether a character is a digit of the standard alphabet. Which digit it is decides no branch and no address.
bool is_base64_digit(std::uint8_t c);

/// For public octets only. columns: characters per line, each line ended by LF; 0 for one line without an end.
std::string encode_base64(Bytes octets, std::size_t columns = 0);

}  // namespace popcert::pem
