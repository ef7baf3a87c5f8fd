#pragma once

#include "base/result.h"
#include "base/secret.h"

namespace popcert::pem {

/// Text as files have it -> the same text in UTF-8 without byte order mark. UTF-16 of either order is known by its mark
/// or, without one, by a NUL in every other octet (what `>` of Windows PowerShell and old registry tools write).
/// Anything else is copied as it is, so that a comment in another character set does no harm.
/// file     not binary: DER is recognised before (files/kind.h)
/// Returns  a copy, because the text may hold a private key
/// Errors   kInputEmpty (nothing but white space), kInputTooLarge (value: MiB), kTextMalformed (UTF-16 that is cut in
///          the middle of a character or has an unpaired surrogate)
/// Source   RFC 2781 3.3, RFC 3629 3
Result<Secret> decode_text(Bytes file);

/// Whether the octets are those of a text: none of the control characters that text does not use. UTF-16 is not text in
/// this sense before `decode_text`.
bool is_text(Bytes octets);

}  // namespace popcert::pem
