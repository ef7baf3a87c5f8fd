#pragma once

#include <string>
#include <string_view>
#include <vector>

// What people have around a verification code, and what they take for one. Texts are UTF-8.
namespace popcert::proof {

inline constexpr std::size_t kAzureCharacters = 48, kAwsCharacters = 64;

/// The form of Azure's codes, hexadecimal digits or 0-9A-Z, or of AWS's, hexadecimal digits; in which `off` characters
/// may be missing, or too many.
bool has_form(std::string_view word, std::size_t off = 0);

/// The codes of such a form in a text, each once: alone, in quotation marks, behind a label or CN=, in JSON, or in
/// groups of one size with blanks, hyphens and line breaks between them. What is named verification or registration
/// code counts before all else, and where it has no such value nothing else is taken for one. One that is a character
/// too short or too long is given too, where its name or nothing else stands there, and so is a UUID.
/// Of a text with characters that nobody sees, none.
std::vector<std::string> code_within(std::string_view text);

/// A PEM block of a private key.
bool is_private_key(std::string_view text);

/// What Azure calls a version of its entry: base64 of eight octets, perhaps in quotation marks or behind its name.
bool is_etag(std::string_view text);

/// Twenty or 32 octets in hexadecimal with colons, hyphens or blanks between them, perhaps behind "Fingerprint=", as
/// tools print thumbprints and no service its codes; or where a thumbprint, a SHA-256, or what AWS calls a certificate's
/// id is named, and no code.
bool is_written_thumbprint(std::string_view text);

/// Forty hexadecimal digits, in groups or not, perhaps behind a label.
bool is_like_sha1(std::string_view text);

}  // namespace popcert::proof
