#include "keys/structure.h"

namespace popcert::keys {

Result<der::Reader> enter_whole(Bytes der, std::size_t base) {
  der::Reader file(der, base);
  const auto contents = file.enter(der::Tag::kSequence);
  if (!contents) return file.error();
  if (!file.empty()) return Error{ErrorCode::kDerTrailing, file.offset()};
  return *contents;
}

Result<std::uint64_t> read_version(der::Reader& in, std::uint64_t lowest, std::uint64_t highest) {
  const auto offset = in.offset();
  const auto version = in.read_small();
  if (!version) return Error{ErrorCode::kKeyMalformed, offset};
  if (*version < lowest || *version > highest) {
    return Error{ErrorCode::kKeyVersionUnsupported, offset, static_cast<std::int64_t>(*version)};
  }
  return *version;
}

}  // namespace popcert::keys
