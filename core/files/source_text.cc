#include "files/source_text.h"

#include <string_view>

#include "base/hex.h"
#include "pem/base64.h"
#include "pem/blank.h"

namespace popcert::files {
namespace {

constexpr std::size_t kFewestEscapes = 4;

/// What may stand between the strings that are one: layout, and what joins them.
bool is_joint(std::uint8_t c) {
  return pem::is_blank(static_cast<char>(c)) || c == '+' || c == '.' || c == '\\' || c == '&';
}

bool is_quote(std::uint8_t c) { return c == '"' || c == '\''; }

/// The escape behind a backslash: its octet, and how many octets it has; none for one of more than an octet.
Digits escape_at(Bytes text) {
  const auto c = text[0];
  if (c == 'x' || c == 'u') {
    auto digits = digits_at(text.subspan(1), 16, c == 'x' ? 2 : 4);
    ++digits.count;
    return c == 'x' || (digits.count == 5 && digits.number < 0x100) ? digits : Digits{};
  }
  if (const auto octal = digits_at(text, 8, 3); octal.count > 0) return octal.number < 0x100 ? octal : Digits{};
  constexpr std::string_view kNames = "abtnvfr";  // 7 to 13
  const auto name = kNames.find(static_cast<char>(c));
  return {name != kNames.npos ? static_cast<std::uint32_t>(name + 7) : c == 'e' ? 0x1b : c, 1};
}

struct Extent {
  std::size_t octets, escapes, end;
};

/// Goes through strings from the quotation mark at `start` on; writes what they stand for to `out`, as far as it goes.
/// Returns  what is in those that end, up to the first that does not; end: `start`, if that is the first of all
Extent follow(Bytes text, std::size_t start, std::span<std::uint8_t> out) {
  auto quote = text[start];
  Extent whole{0, 0, start}, extent = whole;
  for (std::size_t at = start + 1; at < text.size();) {
    auto c = text[at++];
    if (pem::is_base64_digit(c)) {  // first, so that a key's digits all go one way
    } else if (c == quote) {
      extent.end = at;
      whole = extent;
      while (at < text.size() && is_joint(text[at])) ++at;
      // Python's b before a string.
      if (at + 1 < text.size() && text[at] == 'b' && is_quote(text[at + 1])) ++at;
      if (at == text.size() || !is_quote(text[at])) return whole;
      quote = text[at++];
      continue;
    } else if (c == '\n' || c == '\r') {
      return whole;
    } else if (c == '\\' && at < text.size()) {
      const bool continued = text[at] == '\n' || text[at] == '\r';
      const auto escape = continued ? Digits{0, 1} : escape_at(text.subspan(at));
      if (escape.count == 0) return whole;
      at += escape.count;
      if (continued) continue;
      ++extent.escapes;
      c = static_cast<std::uint8_t>(escape.number);
    }
    if (extent.octets < out.size()) out[extent.octets] = c;
    ++extent.octets;
  }
  return whole;
}

}  // namespace

std::optional<OctetRun> next_literal(Bytes text, std::size_t from) {
  for (std::size_t at = from; at < text.size();) {
    if (!is_quote(text[at])) {
      ++at;
      continue;
    }
    const auto all = follow(text, at, {});
    if (all.end == at || all.escapes < kFewestEscapes) {
      at = std::max(all.end, at + 1);
      continue;
    }
    OctetRun literal{at, all.end, Secret(all.octets)};
    follow(text, at, literal.octets.writable());
    return literal;
  }
  return std::nullopt;
}

std::optional<Secret> without_comments(Bytes text) {
  Secret out = Secret::copy_of(text);
  bool found = false;
  const std::string_view all(reinterpret_cast<const char*>(text.data()), text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '/' && text[at] != '#') continue;
    const auto start = all.substr(at, 2);
    const bool block = start == "/*";
    if (!block && start != "//" && text[at] != '#') continue;
    auto end = block ? all.find("*/", at + 2) : all.find_first_of("\r\n", at);
    if (block && end != all.npos) end += 2;
    end = std::min(end, text.size());
    for (; at < end; ++at) out.writable()[at] = ' ';
    found = true;
  }
  if (!found) return std::nullopt;
  return out;
}

}  // namespace popcert::files
