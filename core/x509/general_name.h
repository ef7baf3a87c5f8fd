#pragma once

#include <optional>

#include "der/reader.h"

namespace popcert::x509 {

/// The alternatives of GeneralName (RFC 5280 4.2.1.6), by their tag numbers.
enum class NameKind : std::uint8_t {
  kOther,
  kEmail,
  kDns,
  kX400,
  kDirectory,
  kEdiParty,
  kUri,
  kIpAddress,
  kRegisteredId,
};

/// Borrows what it was read from.
struct GeneralName {
  NameKind kind;
  Bytes value;  // of a directoryName the Name as TLV, of an otherName its type; else the contents
};

/// Reads the GeneralName at the cursor; nothing, and not moved, if there is none that can be read.
std::optional<GeneralName> read_general_name(der::Reader& in);

/// Whether `value` is a SEQUENCE of GeneralNames and nothing more.
bool is_general_names(Bytes value);

}  // namespace popcert::x509
