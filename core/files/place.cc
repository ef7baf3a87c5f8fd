#include "files/place.h"

#include "pem/blank.h"

namespace popcert::files {
namespace {

constexpr std::size_t kMostOctets = 64, kMostLines = 200, kMostParents = 3;
/// Of the text before it that is looked at.
constexpr std::size_t kMostBefore = std::size_t{64} << 10;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

std::size_t indentation(std::string_view line) {
  std::size_t octets = 0;
  while (octets < line.size() && (line[octets] == ' ' || line[octets] == '\t')) ++octets;
  return octets;
}

/// What a line ends with that names nothing: quotation marks, and YAML's marks of a block.
std::string_view without_marks(std::string_view line) {
  while (!line.empty() && (pem::is_blank(line.back()) || std::string_view("\"'`|>-+").find(line.back()) != line.npos)) {
    line.remove_suffix(1);
  }
  return line;
}

/// NAME of `NAME:`, `NAME =`, `"NAME":` and `<NAME>` at the end of a line.
std::string_view name_before(std::string_view line, bool may_be_tag) {
  if (may_be_tag && line.ends_with('>')) {
    line.remove_suffix(1);
    const auto open = line.rfind('<');
    return open == line.npos ? std::string_view() : line.substr(open + 1, line.find(' ', open) - open - 1);
  }
  line = without_marks(line);
  while (!line.empty() && (line.back() == ':' || line.back() == '=')) line.remove_suffix(1);
  line = without_marks(line);
  std::size_t begin = line.size();
  while (begin > 0 && is_name_character(line[begin - 1])) --begin;
  return line.substr(begin);
}

bool names_something(std::string_view line) {
  line = without_marks(line);
  return line.ends_with(':') || line.ends_with('=');
}

/// The line that ends before `end`, which moves to its start.
std::string_view line_before(std::string_view text, std::size_t& end) {
  const auto line_end = text.substr(0, end).rfind('\n');
  const auto begin = line_end == text.npos ? 0 : line_end + 1;
  const auto line = text.substr(begin, end - begin);
  end = line_end == text.npos ? 0 : line_end;
  return line;
}

}  // namespace

std::string place_within(std::string_view parent, std::string_view name) {
  std::string out(parent.substr(0, kMostOctets));
  if (out.size() + 1 >= kMostOctets) return out;
  if (!out.empty() && !name.empty()) out += '.';
  for (const char c : name) {
    if (out.size() == kMostOctets) break;
    out += is_name_character(c) ? c : '_';
  }
  return out;
}

std::string place_of_element(std::string_view parent, std::size_t index) {
  std::string out(parent);
  if (out.size() + 12 < kMostOctets) out.append("[").append(std::to_string(index)).append("]");
  return out;
}

std::string place_in_text(Bytes octets, std::size_t at) {
  const Bytes before = octets.first(at).last(std::min(at, kMostBefore));
  const std::string_view text(reinterpret_cast<const char*>(before.data()), before.size());
  std::size_t end = text.size();
  auto line = line_before(text, end);
  std::size_t depth = indentation(line);
  bool found = names_something(line) || line.ends_with('>');
  for (std::size_t lines = 0; !found && pem::trimmed(line).empty() && end > 0 && lines < kMostLines; ++lines) {
    const auto above = line_before(text, end);
    if (pem::trimmed(above).empty()) continue;
    if (indentation(above) >= depth) return {};
    line = above;
    found = names_something(line);
    if (!found) return {};
  }
  if (!found) return {};
  std::string place = place_within({}, name_before(line, true));
  depth = indentation(line);
  for (std::size_t lines = 0, parents = 0; depth > 0 && end > 0 && lines < kMostLines && parents < kMostParents;
       ++lines) {
    const auto above = line_before(text, end);
    if (pem::trimmed(above).empty() || indentation(above) >= depth) continue;
    if (!pem::trimmed(above).ends_with(':')) break;
    place = place_within(place_within({}, name_before(above, false)), place);
    depth = indentation(above);
    ++parents;
  }
  return place;
}

}  // namespace popcert::files
