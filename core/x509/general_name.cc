#include "x509/general_name.h"

#include "x509/name.h"

namespace popcert::x509 {
namespace {

using der::Reader;
using der::Tag;

/// OtherName ::= [0] IMPLICIT SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }
std::optional<Bytes> type_of_other(Bytes contents) {
  Reader in(contents);
  const auto type = in.read_oid();
  auto value = in.enter(der::context_constructed(0));
  const bool sound = type && value && value->next() && value->empty() && in.empty();
  return sound ? type : std::nullopt;
}

std::optional<Bytes> value_of(NameKind kind, const der::Element& element) {
  switch (kind) {
    case NameKind::kOther: return type_of_other(element.value);
    case NameKind::kDirectory: {
      Reader in(element.value);
      const auto name = in.read_tlv(Tag::kSequence);
      return name && in.empty() && is_name(*name) ? name : std::nullopt;
    }
    case NameKind::kRegisteredId:
      return der::is_shortest_oid(element.value) ? std::optional(element.value) : std::nullopt;
    default: return element.value;  // texts are compared as octets, whatever they are
  }
}

constexpr bool is_constructed(unsigned number) { return number == 0 || (number >= 3 && number <= 5); }

}  // namespace

std::optional<GeneralName> read_general_name(Reader& in) {
  Reader ahead = in;
  const auto element = ahead.next();
  if (!element) return std::nullopt;
  for (unsigned number = 0; number <= 8; ++number) {
    const auto tag = is_constructed(number) ? der::context_constructed(number) : der::context_primitive(number);
    if (element->tag != tag) continue;
    const auto kind = static_cast<NameKind>(number);
    const auto value = value_of(kind, *element);
    if (!value) return std::nullopt;
    in = ahead;
    return GeneralName{kind, *value};
  }
  return std::nullopt;
}

bool is_general_names(Bytes value) {
  auto names = der::enter_whole(value);
  if (!names) return false;
  while (!names->empty()) {
    if (!read_general_name(*names)) return false;
  }
  return true;
}

}  // namespace popcert::x509
