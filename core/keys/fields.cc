#include "keys/fields.h"

namespace popcert::keys {

Result<std::uint64_t> read_version(der::Reader& in, std::uint64_t lowest, std::uint64_t highest) {
  const auto offset = in.offset();
  const auto version = in.read_small();
  if (!version) return Error{ErrorCode::kKeyMalformed, offset};
  if (*version < lowest || *version > highest) {
    return Error{ErrorCode::kKeyVersionUnsupported, offset, static_cast<std::int64_t>(*version)};
  }
  return *version;
}

bool begins_with_integer_and(Bytes der, der::Tag second) {
  auto contents = der::Reader(der).enter(der::Tag::kSequence);
  return contents && contents->read(der::Tag::kInteger) && contents->at(second);
}

}  // namespace popcert::keys
