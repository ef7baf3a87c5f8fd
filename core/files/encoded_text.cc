#include "files/encoded_text.h"

#include <algorithm>
#include <string_view>

#include "base/hex.h"
#include "pem/entity.h"

namespace popcert::files {
namespace {

/// The octet that two hexadecimal digits at `at` stand for.
std::optional<std::uint8_t> octet_at(Bytes text, std::size_t at) {
  if (text.size() < at + 2) return std::nullopt;
  const auto high = hex_digit(text[at]), low = hex_digit(text[at + 1]);
  if (!high || !low) return std::nullopt;
  return static_cast<std::uint8_t>(*high << 4 | *low);
}

/// Octets of the line end at `at`, with blanks before it; 0 if the line goes on.
std::size_t line_end_at(Bytes text, std::size_t at) {
  std::size_t i = at;
  while (i < text.size() && (text[i] == ' ' || text[i] == '\t')) ++i;
  if (i < text.size() && text[i] == '\r') ++i;
  return i < text.size() && text[i] == '\n' ? i + 1 - at : 0;
}

}  // namespace

std::optional<Secret> undo_percent_encoding(Bytes text) {
  const std::string_view all(reinterpret_cast<const char*>(text.data()), text.size());
  const bool plus = all.find("BEGIN+") != all.npos;
  if (!plus && all.find("BEGIN%20") == all.npos) return std::nullopt;
  Secret out(text.size());
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto octet = text[at] == '%' ? octet_at(text, at + 1) : std::nullopt;
    out.writable()[used++] = octet ? *octet : plus && text[at] == '+' ? std::uint8_t{' '} : text[at];
    if (octet) at += 2;
  }
  return Secret::copy_of(out.expose().first(used));
}

std::optional<Secret> undo_entities(Bytes text) {
  const std::string_view all(reinterpret_cast<const char*>(text.data()), text.size());
  constexpr std::string_view kMarks[] = {"BEGIN&nbsp;", "BEGIN\xc2\xa0", "&lt;RSA", "&#45;&#45;", "&#x2D;&#x2D;"};
  if (std::none_of(std::begin(kMarks), std::end(kMarks), [&](auto mark) { return all.find(mark) != all.npos; }))
    return std::nullopt;
  Secret out(text.size());
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto escape = all.substr(at, 2) == "\xc2\xa0" ? pem::Escape{' ', 2}
                        : text[at] == '&'               ? pem::escape_at(text.subspan(at))
                                                        : pem::Escape{};
    out.writable()[used++] = escape.octets > 0 ? escape.octet : text[at];
    at += std::max<std::size_t>(escape.octets, 1);
  }
  return Secret::copy_of(out.expose().first(used));
}

std::optional<Secret> undo_quoted_printable(Bytes text) {
  Secret out(text.size());
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '=') {
      if (const auto octet = octet_at(text, at + 1)) {
        out.writable()[used++] = *octet;
        at += 3;
        continue;
      }
      if (const auto soft = line_end_at(text, at + 1)) {
        at += 1 + soft;
        continue;
      }
    }
    out.writable()[used++] = text[at++];
  }
  if (used == text.size()) return std::nullopt;
  return Secret::copy_of(out.expose().first(used));
}

}  // namespace popcert::files
