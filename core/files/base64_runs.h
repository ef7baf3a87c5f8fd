#pragma once

#include "base/result.h"
#include "base/secret.h"

// Base64 that stands somewhere in a text: behind `name:` or `name=`, between tags, in quotation marks, folded over
// lines.
namespace popcert::files {

/// From the first digit to the last, or to its padding.
struct Base64Run {
  std::size_t start, end;
  Secret digits;  // of either alphabet, without what stands between lines
};

/// The next run of at least 64 digits. Lines belong to one run where the first has 32 digits or more and nothing but
/// blanks and marks of quotation stands between them; a run of a DER SEQUENCE ends with it.
std::optional<Base64Run> next_base64_run(Bytes text, std::size_t from);

/// What the digits stand for; a digit too many at the end, of a run that was cut, is left out.
/// Errors   kBase64Malformed
Result<Secret> decode_run(const Base64Run& run);

/// Whether a run that cannot be decoded was meant to be a key or certificate: it begins like DER or PEM.
bool looks_meant(const Base64Run& run);

}  // namespace popcert::files
