#include "x509/name_subtrees.h"

namespace popcert::x509 {

using der::Reader;
using der::Tag;

std::optional<GeneralSubtree> read_subtree(Reader& list) {
  auto subtree = list.enter(Tag::kSequence);
  if (!subtree) return std::nullopt;
  const auto base = read_general_name(*subtree);
  std::optional<Bytes> minimum, maximum;
  if (!base || !subtree->read_optional(der::context_primitive(0), minimum) ||
      !subtree->read_optional(der::context_primitive(1), maximum) || !subtree->empty()) {
    return std::nullopt;
  }
  const bool from_zero = !minimum || (minimum->size() == 1 && minimum->front() == 0);
  return GeneralSubtree{*base, !from_zero || maximum.has_value()};
}

std::optional<NameConstraints> read_constraints(Bytes value) {
  auto sequence = der::enter_whole(value);
  if (!sequence) return std::nullopt;
  NameConstraints out;
  for (auto* list : {&out.permitted, &out.excluded}) {
    std::optional<Reader> subtrees;
    const auto tag = der::context_constructed(list == &out.permitted ? 0 : 1);
    if (!sequence->enter_optional(tag, subtrees)) return std::nullopt;
    if (subtrees) *list = *subtrees;
  }
  return sequence->empty() ? std::optional(out) : std::nullopt;
}

bool is_name_constraints(Bytes value) {
  auto constraints = read_constraints(value);
  if (!constraints) return false;
  for (auto* list : {&constraints->permitted, &constraints->excluded}) {
    while (!list->empty()) {
      if (!read_subtree(*list)) return false;
    }
  }
  return true;
}

}  // namespace popcert::x509
