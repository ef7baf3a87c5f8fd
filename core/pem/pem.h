#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret.h"

namespace popcert::pem {

/// One piece of textual encoding. What the label promises and what the octets hold is not compared here.
struct Block {
  std::string label;       // "PRIVATE KEY"; empty where the BEGIN line itself is defective
  std::size_t offset = 0;  // of the BEGIN line (of the END line if there is no BEGIN) in the text
  std::size_t end = 0;     // behind its END line; of a block without one, where the next begins, or the text ends
  /// The fields of OpenSSL's old encryption, without white space: "AES-128-CBC,2B58A38605037E9DCC9FFBE7977EF68B".
  /// Either both are there and proc_type is "4,ENCRYPTED", or neither.
  std::optional<std::string> proc_type, dek_info;
  Secret der;  // the decoded octets, encrypted if proc_type says so; none if there is an error
  /// kPemEndMissing, kPemEndMismatch, kPemBeginMissing, kPemEmpty, kBase64Malformed, kPemHeaderMalformed,
  /// kPemLabelUnknown (the BEGIN line holds no label as RFC 7468 defines it), kPemMarkersMalformed (of a private key,
  /// both lines have other dashes than five hyphens: whatever changed them may have changed the key).
  std::optional<Error> error;
};

/// Finds every block, in the order of the text, the defective ones too, so that nobody overlooks them. Read are: any
/// line ends and widths, blanks and blank lines, text before, between and after, indented and quoted lines ("> "),
/// everything on one line, line ends written as \n and strings in quotation marks (JSON, .env and source files), and
/// lines of usual labels with another number or sort of dashes, as word processors and hasty selections leave them.
/// text     from `decode_text`
/// Returns  nothing in the list if the text has neither BEGIN nor END
/// Errors   kPemTooManyBlocks (value: the limit)
/// Source   RFC 7468 2 and 3 (lax parsing), RFC 1421 4.6.1
Result<std::vector<Block>> blocks(Bytes text);

/// Base64 alone, as Key Vault and some portals show keys: the whole text is base64 or base64url.
/// Returns  whatever it is the base64 of
/// Errors   kBase64Malformed (begins like that of a DER SEQUENCE), else kInputNotRecognized
Result<Secret> bare_base64(Bytes text);

/// 64 columns, LF; for public objects.
std::string encode_pem(std::string_view label, Bytes der);

}  // namespace popcert::pem
