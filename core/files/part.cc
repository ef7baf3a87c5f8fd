#include "files/part.h"

#include <algorithm>

#include "der/reader.h"

namespace popcert::files {

bool contains(Bytes text, std::string_view word) {
  return std::search(text.begin(), text.end(), word.begin(), word.end()) != text.end();
}

Bytes one_sequence(Bytes octets) {
  const auto element = der::Reader(octets).next();
  return element && element->tag == der::Tag::kSequence ? element->tlv : octets;
}

}  // namespace popcert::files
