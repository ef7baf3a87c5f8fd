#pragma once

#include "der/reader.h"

namespace popcert::der {

/// AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY DEFINED BY algorithm OPTIONAL }
/// (RFC 5280 4.1.1.2), read. Borrows.
struct Algorithm {
  Bytes tlv, oid;
  Reader parameters;  // what follows the OBJECT IDENTIFIER

  /// RFC 8017 A.1 and RFC 8018 B.1 want NULL; some tools write nothing.
  bool has_no_parameters() const;
};

/// The next element, if it is one; otherwise nothing moves. The OBJECT IDENTIFIER may have any contents: what is not
/// known is refused as that. Certificates are stricter (`is_shortest_oid`).
std::optional<Algorithm> read_algorithm(Reader& in);

}  // namespace popcert::der
