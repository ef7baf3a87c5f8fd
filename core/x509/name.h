#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"

namespace popcert::x509 {

/// Whether `name` is the TLV of a Name: SEQUENCE OF SET OF SEQUENCE { OBJECT IDENTIFIER, ANY } (RFC 5280 4.1.2.4).
/// An empty SEQUENCE is one; the caller decides whether it may be empty. Attribute values may be of any type.
bool is_name(Bytes name);

/// Whether each attribute that says that it is UTF-8, BMP or Universal text is: OpenSSL reads no certificate with
/// another.
bool is_readable_name(Bytes name);

/// Whether `name` has no attribute at all.
bool is_empty_name(Bytes name);

/// The Name as text for people, after RFC 4514: last RDN first, separated by commas. Octets that would not show
/// (controls, zero width, right-to-left overrides) appear as \XX, so that what is seen is what is there. name: as
/// `is_name` wants it
std::string name_text(Bytes name);

/// The last common name, else the last attribute, of those that are not empty; else "": a headline, escaped like
/// `name_text`.
std::string short_name_text(Bytes name);

/// The last common name that is not empty, escaped like `name_text`; else "".
std::string common_name_text(Bytes name);

/// Whether a PrintableString can hold the text (X.680 41.4).
bool is_printable_string(std::string_view text);

/// Name of one RDN with the attribute commonName: PrintableString where the characters allow it, else UTF8String
/// (RFC 5280 4.1.2.4). utf8 is written as it is.
Buffer encode_common_name(std::string_view utf8);

}  // namespace popcert::x509
