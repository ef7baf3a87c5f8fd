#pragma once

#include <optional>

#include "der/reader.h"
#include "x509/general_name.h"

namespace popcert::x509 {

/// GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }
struct GeneralSubtree {
  GeneralName base;
  bool bounded;  // has another minimum than 0, or a maximum: nobody uses it, and nobody knows it
};

/// The next of a list, which moves behind it.
std::optional<GeneralSubtree> read_subtree(der::Reader& list);

/// NameConstraints ::= SEQUENCE { permittedSubtrees [0] OPTIONAL, excludedSubtrees [1] OPTIONAL } (RFC 5280 4.2.1.10)
struct NameConstraints {
  der::Reader permitted{{}}, excluded{{}};
};

/// The two lists; what stands in them shows when they are read.
std::optional<NameConstraints> read_constraints(Bytes value);

/// Whether `value` is a NameConstraints, all subtrees included.
bool is_name_constraints(Bytes value);

}  // namespace popcert::x509
