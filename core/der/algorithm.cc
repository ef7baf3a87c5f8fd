#include "der/algorithm.h"

namespace popcert::der {

bool Algorithm::has_no_parameters() const {
  if (parameters.empty()) return true;
  Reader in = parameters;
  const auto null = in.read(Tag::kNull);
  return null && null->empty() && in.empty();
}

std::optional<Algorithm> read_algorithm(Reader& in) {
  Reader ahead = in, tlv = in;
  auto sequence = ahead.enter(Tag::kSequence);
  if (!sequence) return std::nullopt;
  const auto oid = sequence->read(Tag::kOid);
  if (!oid) return std::nullopt;
  in = ahead;
  return Algorithm{*tlv.read_tlv(Tag::kSequence), *oid, *sequence};
}

}  // namespace popcert::der
