#include "pem/characters.h"

#include <algorithm>

#include "pem/unicode.h"

namespace popcert::pem {
namespace {

struct Range {
  char32_t first, last;
};

/// What nobody sees, of Unicode 17.0.0 (UnicodeData.txt, DerivedCoreProperties.txt, PropList.txt): the general
/// categories Cc, Cf, Co, Cs, Zl, Zp, and Zs without U+0020; Default_Ignorable_Code_Point; Noncharacter_Code_Point.
/// Besides these U+2800, a Braille pattern without dots, and U+FFFC and U+FFFD, which stand for something that is not
/// there.
constexpr Range kUnseen[] = {
    {0x0, 0x1f},        {0x7f, 0xa0},       {0xad, 0xad},       {0x34f, 0x34f},     {0x600, 0x605},
    {0x61c, 0x61c},     {0x6dd, 0x6dd},     {0x70f, 0x70f},     {0x890, 0x891},     {0x8e2, 0x8e2},
    {0x115f, 0x1160},   {0x1680, 0x1680},   {0x17b4, 0x17b5},   {0x180b, 0x180f},   {0x2000, 0x200f},
    {0x2028, 0x202f},   {0x205f, 0x206f},   {0x2800, 0x2800},   {0x3000, 0x3000},   {0x3164, 0x3164},
    {0xd800, 0xf8ff},   {0xfdd0, 0xfdef},   {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},
    {0xfff0, 0xffff},   {0x110bd, 0x110bd}, {0x110cd, 0x110cd}, {0x13430, 0x1343f}, {0x1bca0, 0x1bca3},
    {0x1d173, 0x1d17a}, {0x1fffe, 0x1ffff}, {0x2fffe, 0x2ffff}, {0x3fffe, 0x3ffff}, {0x4fffe, 0x4ffff},
    {0x5fffe, 0x5ffff}, {0x6fffe, 0x6ffff}, {0x7fffe, 0x7ffff}, {0x8fffe, 0x8ffff}, {0x9fffe, 0x9ffff},
    {0xafffe, 0xaffff}, {0xbfffe, 0xbffff}, {0xcfffe, 0xcffff}, {0xdfffe, 0xe0fff}, {0xefffe, 0x10ffff},
};

}  // namespace

std::optional<std::u32string> decode_utf8(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto character = next_utf8(as_bytes(text), at);
    if (!character) return std::nullopt;
    out += *character;
  }
  return out;
}

bool is_visible(char32_t c) {
  const auto* range = std::lower_bound(std::begin(kUnseen), std::end(kUnseen), c,
                                       [](const Range& one, char32_t code_point) { return one.last < code_point; });
  return range == std::end(kUnseen) || c < range->first;
}

bool is_visible_text(std::string_view utf8) {
  const auto characters = decode_utf8(utf8);
  return characters && std::all_of(characters->begin(), characters->end(), is_visible);
}

}  // namespace popcert::pem
