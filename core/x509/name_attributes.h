#pragma once

#include <optional>
#include <string>
#include <vector>

#include "der/reader.h"

namespace popcert::x509 {

/// One AttributeTypeAndValue of a Name; borrows from it.
struct Attribute {
  Bytes type;
  der::Element value;
  bool first_of_rdn;
};

/// All attributes in file order; nothing if the structure is not a Name.
std::optional<std::vector<Attribute>> attributes_of(Bytes name);

/// The characters of a string value, whatever type it has; nothing for other types and damaged ones.
std::optional<std::u32string> characters_of(const der::Element& value);

}  // namespace popcert::x509
