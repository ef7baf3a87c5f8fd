#include "files/dump.h"

#include <algorithm>
#include <vector>

#include "base/hex.h"
#include "der/reader.h"
#include "files/interest.h"

namespace popcert::files {
namespace {

constexpr std::size_t kFewestLines = 3, kMostOctetsOfLine = 64, kFewestPairs = 8;

bool is_layout(std::uint8_t c) { return c == ' ' || c == '\t'; }

/// A line of a dump. address: empty where it has none.
struct Line {
  Bytes address, rest;
};

/// Of "0x" at the start of a text.
std::size_t octets_of_0x(Bytes text) { return text.size() > 2 && text[0] == '0' && text[1] == 'x' ? 2 : 0; }

/// ["0x"] address ["h"] [":"] [" -"] and what follows it; nothing for other lines.
std::optional<Line> addressed(Bytes line) {
  std::size_t at = 0;
  while (at < line.size() && is_layout(line[at])) ++at;
  at += octets_of_0x(line.subspan(at));
  const std::size_t start = at;
  at += digits_at(line.subspan(at), 16, line.size()).count;
  const Bytes address = line.subspan(start, at - start);
  if (address.size() < 4 || address.size() > 16) return std::nullopt;
  if (at < line.size() && line[at] == ':') ++at;
  if (at == line.size() || !is_layout(line[at])) return std::nullopt;
  if (line.size() - at > 2 && line[at + 1] == '-' && line[at + 2] == ' ') at += 2;
  return Line{address, line.subspan(at)};
}

/// How many pairs of hexadecimal digits a line begins with; three blanks end them.
std::size_t pairs_of(Bytes line) {
  std::size_t count = 0;
  for (std::size_t at = 0;; ++count) {
    const auto start = at;
    while (at < line.size() && is_layout(line[at])) ++at;
    if (count > 0 && (at == start || at - start > 2)) return count;
    if (digits_at(line.subspan(at), 16, 3).count != 2) return count;
    at += 2;
  }
}

std::optional<Line> without_address(Bytes line) {
  if (pairs_of(line) == 0) return std::nullopt;
  return Line{{}, line};
}

/// The next lines of a text that are those of a dump, one after the other; they end at `at`.
std::vector<Line> next_lines(Bytes text, std::size_t& at, std::optional<Line> (*read)(Bytes)) {
  std::vector<Line> lines;
  while (at < text.size()) {
    std::size_t end = at;
    while (end < text.size() && text[end] != '\n' && text[end] != '\r') ++end;
    const Bytes line = text.subspan(at, end - at);
    const auto dump = read(line);
    const bool again = dump && !lines.empty() && !dump->address.empty() && equal(dump->address, lines[0].address);
    if (lines.size() >= kFewestLines && (again || (!dump && !line.empty()))) break;
    if (again || (!dump && !line.empty())) lines.clear();
    if (dump) lines.push_back(*dump);
    at = end + 1;
  }
  if (lines.size() < kFewestLines) lines.clear();
  return lines;
}

std::uint32_t number_of(Bytes digits, unsigned base) { return digits_at(digits, base, digits.size()).number; }

/// Octets per line where the addresses are numbers to this base, else nothing.
std::optional<std::size_t> step_of(const std::vector<Line>& lines, unsigned base) {
  const auto first = number_of(lines[0].address, base), second = number_of(lines[1].address, base);
  if (second <= first || second - first > kMostOctetsOfLine) return std::nullopt;
  for (std::size_t i = 2; i < lines.size(); ++i) {
    if (number_of(lines[i].address, base) != first + i * (second - first)) return std::nullopt;
  }
  return static_cast<std::size_t>(second - first);
}

/// The same without addresses: as many in each line but the last.
std::optional<std::size_t> step_of_pairs(const std::vector<Line>& lines) {
  const auto step = pairs_of(lines[0].rest);
  if (step < kFewestPairs || step > kMostOctetsOfLine) return std::nullopt;
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    if (pairs_of(lines[i].rest) < step) return std::nullopt;
  }
  return step;
}

/// How octets are written. width: octets of a word, 0 for any number of hexadecimal pairs.
struct Notation {
  unsigned base;
  std::size_t width;
};

constexpr Notation kNotations[] = {{16, 0}, {2, 1}, {8, 1}, {10, 1}, {8, 2}, {10, 2}};

/// Appends what a word stands for; false where it is none.
bool take_word(Bytes word, Notation notation, std::size_t most, std::vector<std::uint8_t>& out) {
  const bool negative = word[0] == '-';
  const auto [number, count] = digits_at(word.subspan(negative), notation.base, word.size());
  if (count == 0 || negative + count != word.size() || (notation.width == 0 && count % 2 != 0)) return false;
  if (notation.width == 0) {
    for (std::size_t i = 0; i + 1 < count && i / 2 < most; i += 2)
      out.push_back(static_cast<std::uint8_t>(number_of(word.subspan(i, 2), 16)));
    return true;
  }
  if (count > 8 || number >> (8 * notation.width) != 0) return false;
  for (std::size_t i = 0; i < notation.width; ++i)
    out.push_back(static_cast<std::uint8_t>((negative ? 0 - number : number) >> (8 * i)));
  return true;
}

/// Appends up to `most` octets of the line. What stands beside the octets may come behind the last of them.
void take_line(Bytes rest, Notation notation, std::size_t most, std::vector<std::uint8_t>& out) {
  const auto end_of_line = out.size() + most;
  for (std::size_t at = 0; at < rest.size() && out.size() < end_of_line;) {
    const auto is_between = [&](std::size_t i) {
      // certutil has a hyphen in the middle of a line.
      return is_layout(rest[i]) || (rest[i] == '-' && (i + 1 == rest.size() || notation.base != 10));
    };
    if (is_between(at)) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < rest.size() && !is_between(end)) ++end;
    at += octets_of_0x(rest.subspan(at, end - at));
    if (!take_word(rest.subspan(at, end - at), notation, end_of_line - out.size(), out)) return;
    at = end;
  }
}

/// Whether the octets may be those of a file: a SEQUENCE, or hyphens.
bool is_beginning(Bytes octets, std::size_t octets_of_line) {
  if (octets.size() < kFewestOctets) return false;
  if (equal(octets.first(5), as_bytes("-----"))) return true;
  if (octets[0] != static_cast<std::uint8_t>(der::Tag::kSequence)) return false;
  if (octets[1] < 0x80) return octets[1] + 2U <= octets.size() && octets[1] + octets_of_line + 2U > octets.size();
  return octets[1] == 0x81 || octets[1] == 0x82;
}

/// Turns round each group of so many octets.
void swap_words(std::span<std::uint8_t> octets, std::size_t size) {
  for (; !octets.empty(); octets = octets.subspan(std::min(size, octets.size())))
    std::reverse(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(std::min(size, octets.size())));
}

Secret read_as(const std::vector<Line>& lines, std::size_t step, Notation notation) {
  std::vector<std::uint8_t> octets;
  // So that no copy is left behind. A word may go one octet beyond its line.
  octets.reserve(lines.size() * (step + 1));
  for (const auto& line : lines) take_line(line.rest, notation, step, octets);
  Secret out = Secret::copy_of(octets);
  wipe(octets);
  return out;
}

}  // namespace

std::optional<OctetRun> next_dump(Bytes text, std::size_t from) {
  auto end = from;
  auto lines = next_lines(text, end, addressed);
  std::optional<std::size_t> step;
  for (const unsigned base : {16U, 8U, 10U}) {
    if (!lines.empty() && !step) step = step_of(lines, base);
  }
  if (!step) {
    end = from;
    lines = next_lines(text, end, without_address);
    if (!lines.empty()) step = step_of_pairs(lines);
  }
  if (!step) return std::nullopt;
  OctetRun run{static_cast<std::size_t>(lines[0].rest.data() - text.data()), std::min(end, text.size()), Secret()};
  for (const auto notation : kNotations) {
    const auto octets = read_as(lines, *step, notation);
    for (const std::size_t size : {1U, 2U, 4U}) {
      // What prints words has the least octet last: hexdump 8230 for 30 82, xxd -e 84048230.
      run.octets = Secret::copy_of(octets.expose());
      swap_words(run.octets.writable(), size);
      if (is_beginning(run.octets.expose(), *step)) return run;
    }
  }
  run.octets = read_as(lines, *step, kNotations[0]);  // something else, such as a store of Java's
  return run;
}

}  // namespace popcert::files
