#include "pem/line_dress.h"

#include <algorithm>
#include <string>

#include "pem/base64.h"
#include "pem/blank.h"

namespace popcert::pem {
namespace {

constexpr std::size_t kMostOctets = 128;
constexpr std::string_view kLineEnds = "\r\n";
/// What PostgreSQL's terminal has behind each line of a value but the last. It may stand right behind a digit.
constexpr std::string_view kJoint = "+";

/// What a character of a dress stands for: any figure, any blank, ":" also for the "-" that grep has in other lines.
char kind_of(char c) { return c >= '0' && c <= '9' ? '0' : is_blank(c) ? ' ' : c == '-' ? ':' : c; }

/// Of these one stands for many: numbers, indentation, and ">>" after ">".
bool is_repeated(char kind) { return kind == '0' || kind == ' ' || kind == '>'; }

/// What is the same in each line.
std::string shape_of(std::string_view dress) {
  std::string shape;
  for (const char c : dress) {
    const char kind = kind_of(c);
    if (!is_repeated(kind) || shape.empty() || shape.back() != kind) shape += kind;
  }
  return shape;
}

/// Octets at the start of the line that have the shape; npos where they have another one. Blanks may be missing at its
/// start, before a number, and where the line ends.
std::size_t dressed_octets(std::string_view line, std::string_view shape) {
  std::size_t at = 0;
  for (const char& kind : shape) {
    const auto start = at;
    while (at < line.size() && kind_of(line[at]) == kind && (at == start || is_repeated(kind))) ++at;
    // Numbers stand at the right of their column.
    const bool may_miss = kind == ' ' && (&kind == shape.data() || at == line.size() || *(&kind + 1) == '0');
    if (at == start && !may_miss) return line.npos;
  }
  return at;
}

/// Where the blanks, marks of strings and digits that a line begins with end.
std::size_t end_of_digits(std::string_view line) {
  std::size_t at = std::min(line.find_first_not_of(" \t\"'"), line.size());
  while (at < line.size() && (is_base64_digit(static_cast<std::uint8_t>(line[at])) || line[at] == '=')) ++at;
  return at;
}

/// Where the blanks begin that a line ends with; not for one of nothing but blanks.
std::size_t trimmed_end(std::string_view line) { return line.find_last_not_of(" \t") + 1; }

/// The lines of a block whose starts or ends have one shape.
struct Lines {
  std::span<std::uint8_t> body;
  std::string shape;
  bool at_end;

  std::string_view text() const { return {reinterpret_cast<const char*>(body.data()), body.size()}; }

  /// All but the marks of strings: what is inside of them is found out later.
  void blank(std::size_t start, std::size_t octets) const {
    for (auto& c : body.subspan(start, octets)) {
      if (c != '"' && c != '\'') c = ' ';
    }
  }

  /// Goes through the lines between the first line end and the last. blanks: overwrites what has the shape, else looks
  /// whether each line has it.
  bool go_through(bool blanks) const {
    for (auto at = text().find_first_of(kLineEnds);;) {
      const auto start = at + 1;
      at = text().find_first_of(kLineEnds, start);
      if (at == std::string_view::npos) return true;
      const auto line = text().substr(start, at - start);
      if (trimmed(line).empty()) continue;
      const auto digits = !at_end ? 0 : shape == kJoint ? trimmed_end(line) - 1 : end_of_digits(line);
      const auto rest = at_end ? trimmed(line.substr(digits)) : line;
      const auto dressed = dressed_octets(rest, shape);
      if (dressed == line.npos || (at_end && dressed != rest.size())) return false;
      if (blanks) blank(start + digits, at_end ? line.size() - digits : dressed);
    }
  }
};

}  // namespace

std::string_view start_of_line(std::string_view before) {
  const auto line_end = before.find_last_of(kLineEnds);
  const auto start = before.substr(line_end == before.npos ? 0 : line_end + 1);
  return start.size() > kMostOctets ? std::string_view() : start;
}

void undress_lines(std::span<std::uint8_t> body, std::string_view before) {
  Lines lines{body, shape_of(before), false};
  const auto text = lines.text();
  const auto first_end = text.find_first_of(kLineEnds), last_end = text.find_last_of(kLineEnds);
  if (first_end == last_end) return;
  // The line of END first: it is no secret, and tells of most texts that nothing stands before their lines.
  const auto last = text.substr(last_end + 1);
  const bool dressed =
      !is_blank(as_bytes(before)) && lines.shape.back() != '0' && dressed_octets(last, lines.shape) == last.size();
  if (dressed && lines.go_through(false)) {
    lines.go_through(true);
    lines.blank(last_end + 1, last.size());
  }
  const auto behind = trimmed(text.substr(0, std::min(first_end, kMostOctets)));
  if (behind.empty() || (behind != kJoint && is_base64_digit(static_cast<std::uint8_t>(behind.front())))) return;
  lines.shape = shape_of(behind), lines.at_end = true;
  if (!lines.go_through(false)) return;
  lines.blank(0, first_end);
  lines.go_through(true);
}

}  // namespace popcert::pem
