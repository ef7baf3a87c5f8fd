#pragma once

#include <optional>

#include "base/secret.h"

// Texts in which a few characters are written otherwise, as addresses and mails carry them.
namespace popcert::files {

/// Percent-encoded PEM, as proxies and forms pass certificates on: undone where a BEGIN line shows it. "+" is a blank
/// where it is one there.
/// Source   RFC 3986 2.1; the URL standard's application/x-www-form-urlencoded
std::optional<Secret> undo_percent_encoding(Bytes text);

/// Entities of XML and HTML, where a BEGIN line or the tags around a key of .NET are written with them.
std::optional<Secret> undo_entities(Bytes text);

/// Quoted-printable, where anything in the text can be undone.
/// Source   RFC 2045 6.7
std::optional<Secret> undo_quoted_printable(Bytes text);

}  // namespace popcert::files
