#include "pem/entity.h"

#include <algorithm>
#include <string_view>

#include "base/hex.h"

namespace popcert::pem {
namespace {

constexpr std::size_t kMostDigits = 6;

struct Named {
  std::string_view name;
  char character;
};

constexpr Named kNamed[] = {
    {"nbsp;", ' '}, {"lt;", '<'}, {"gt;", '>'}, {"amp;", '&'}, {"quot;", '"'},
};

/// head  octets before the digits
Escape number_at(Bytes text, std::size_t head, unsigned base) {
  const auto [number, count] = digits_at(text.subspan(head), base, kMostDigits);
  if (count == 0) return {};
  return {number < 0x80 ? static_cast<std::uint8_t>(number) : std::uint8_t{' '}, head + count};
}

}  // namespace

Escape escape_at(Bytes text) {
  if (text.size() < 4) return {};
  if (text[0] == '\\' && text[1] == 'u') {
    const auto escape = number_at(text.first(std::min<std::size_t>(text.size(), 6)), 2, 16);
    return escape.octets == 6 ? escape : Escape{};
  }
  if (text[0] != '&') return {};
  if (text[1] == '#') {
    const bool hexadecimal = (text[2] | 0x20) == 'x';
    const auto escape = number_at(text, hexadecimal ? 3 : 2, hexadecimal ? 16 : 10);
    const bool ends = escape.octets > 0 && escape.octets < text.size() && text[escape.octets] == ';';
    return ends ? Escape{escape.octet, escape.octets + 1} : Escape{};
  }
  for (const auto& [name, character] : kNamed) {
    if (text.size() > name.size() && equal(text.subspan(1, name.size()), as_bytes(name)))
      return {static_cast<std::uint8_t>(character), name.size() + 1};
  }
  return {};
}

}  // namespace popcert::pem
