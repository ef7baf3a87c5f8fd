#include "files/hex_text.h"

#include <string_view>
#include <vector>

#include "base/hex.h"
#include "keys/json.h"

namespace popcert::files {
namespace {

constexpr std::size_t kFewestOctets = 48;
constexpr std::size_t kMostOctetsOfLine = 64;

bool is_word(std::uint8_t c) { return hex_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

std::size_t end_of_word(Bytes text, std::size_t at) {
  while (at < text.size() && is_word(text[at])) ++at;
  return at;
}

/// The digits of a word that is one octet as 0x.. or x.., or an even number of plain digits; none for any other.
Bytes digits_of_word(Bytes word, bool after_backslash) {
  if (after_backslash) {
    // "\\x30", and PostgreSQL's "\\x3082...".
    if (word.size() > 2 && (word[0] | 0x20) == 'x') word = word.subspan(1);
  } else if (word.size() > 2 && word[0] == '0' && (word[1] | 0x20) == 'x') {
    word = word.subspan(2);
    // What Rust and C write behind a number.
    if (word.size() > 2 && word[word.size() - 2] == 'u' && word.back() == '8') word = word.first(word.size() - 2);
    if (word.size() > 1 && (word.back() | 0x20) == 'u') word = word.first(word.size() - 1);
    if (word.size() == 1) return hex_digit(word[0]) ? word : Bytes();
  }
  // Visual Basic's &H30.
  if (word.size() == 3 && word[0] == 'H') word = word.subspan(1);
  if (word.size() % 2 != 0) return {};
  for (const auto c : word) {
    if (!hex_digit(c)) return {};
  }
  return word;
}

std::uint8_t octet_of(Bytes digits) {
  const auto high = digits.size() > 1 ? *hex_digit(digits[0]) : 0;
  return static_cast<std::uint8_t>(high << 4 | *hex_digit(digits.back()));
}

/// Octets of what may stand between octets at `at`: layout, or a cast; 0 where the run ends.
std::size_t separator_octets(Bytes text, std::size_t at) {
  constexpr std::string_view kSeparators = " \t\r\n,:;\"'\\-&";
  if (kSeparators.find(static_cast<char>(text[at])) != kSeparators.npos) return 1;
  for (const std::string_view cast : {"(byte)", "(char)", "(uint8_t)", ".toByte()"}) {
    const auto here = text.subspan(at, std::min(cast.size(), text.size() - at));
    if (equal(here, as_bytes(cast))) return cast.size();
  }
  return 0;
}

struct Extent {
  std::size_t octets, end;
};

/// Goes through a run; writes its octets to `out` unless that is null.
Extent follow(Bytes text, std::size_t start, std::uint8_t* out) {
  Extent extent{0, start};
  for (std::size_t at = start; at < text.size();) {
    const std::size_t end = end_of_word(text, at);
    if (end == at) {
      const auto octets = separator_octets(text, at);
      if (octets == 0) return extent;
      at += octets;
      continue;
    }
    // "\x30\x82": the words are one octet each, for a backslash is none of them.
    const Bytes digits = digits_of_word(text.subspan(at, end - at), at > 0 && text[at - 1] == '\\');
    if (digits.empty()) return extent;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
      if (out != nullptr) out[extent.octets] = octet_of(digits.subspan(i, std::min<std::size_t>(2, digits.size() - i)));
      ++extent.octets;
    }
    extent.end = at = end;
  }
  return extent;
}

struct Line {
  Bytes address, rest;
};

/// Address ["h"] [":"] [" -"] and what follows it; nothing for other lines.
std::optional<Line> dump_line(Bytes line) {
  std::size_t at = 0;
  while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
  const std::size_t start = at;
  while (at < line.size() && hex_digit(line[at])) ++at;
  const Bytes address = line.subspan(start, at - start);
  if (address.size() < 4 || address.size() > 16) return std::nullopt;
  if (at < line.size() && line[at] == ':') ++at;
  if (at == line.size() || (line[at] != ' ' && line[at] != '\t')) return std::nullopt;
  if (line.size() - at > 2 && line[at + 1] == '-' && line[at + 2] == ' ') at += 2;
  return Line{address, line.subspan(at)};
}

std::uint64_t number_of(Bytes digits, unsigned base) {
  std::uint64_t number = 0;
  for (const auto c : digits) number = number * base + *hex_digit(c);
  return number;
}

/// Appends up to `most` octets of the line. words: they are printed as words of 16 bits, least octet first.
void take_line(Bytes rest, std::size_t most, std::vector<std::uint8_t>& out) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < rest.size() && count < most;) {
    if (rest[at] == ' ' || rest[at] == '\t' || rest[at] == '-') {
      ++at;
      continue;
    }
    const std::size_t end = end_of_word(rest, at);
    const Bytes digits = digits_of_word(rest.subspan(at, end - at), false);
    if (digits.empty() || (end < rest.size() && rest[end] != ' ' && rest[end] != '\t' && rest[end] != '-')) return;
    for (std::size_t i = 0; i < digits.size() && count < most; i += 2, ++count)
      out.push_back(octet_of(digits.subspan(i, 2)));
    at = end;
  }
}

/// The lines of a text that are those of a dump, one after the other.
std::vector<Line> dump_lines(Bytes text) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && text[end] != '\n' && text[end] != '\r') ++end;
    const Bytes line = text.subspan(at, end - at);
    if (const auto dump = dump_line(line)) {
      lines.push_back(*dump);
    } else if (!line.empty() && lines.size() > 2) {
      break;
    } else if (!line.empty()) {
      lines.clear();
    }
    at = end + 1;
  }
  return lines;
}

/// Octets per line where the addresses are numbers to this base, else nothing.
std::optional<std::size_t> step_of(const std::vector<Line>& lines, unsigned base) {
  const auto first = number_of(lines[0].address, base), second = number_of(lines[1].address, base);
  if (second <= first || second - first > kMostOctetsOfLine) return std::nullopt;
  for (std::size_t i = 2; i < lines.size(); ++i) {
    if (number_of(lines[i].address, base) != first + i * (second - first)) return std::nullopt;
  }
  return static_cast<std::size_t>(second - first);
}

}  // namespace

std::optional<HexRun> next_hex_run(Bytes text, std::size_t from) {
  for (std::size_t at = from; at < text.size();) {
    if (!is_word(text[at])) {
      ++at;
      continue;
    }
    const Extent all = follow(text, at, nullptr);
    if (all.octets >= kFewestOctets) {
      HexRun run{at, all.end, Secret(all.octets)};
      follow(text, at, run.octets.writable().data());
      return run;
    }
    at = std::max(all.end, end_of_word(text, at));
  }
  return std::nullopt;
}

std::optional<HexRun> next_decimal_run(Bytes text, std::size_t from) {
  for (std::size_t at = from; at + 2 < text.size(); ++at) {
    // A SEQUENCE, or the hyphens of PEM.
    const bool begins = text[at] == '4' && (text[at + 1] == '8' || text[at + 1] == '5');
    if (!begins || (at > 0 && is_word(text[at - 1]))) continue;
    const auto all = keys::follow_numbers(text, at, nullptr);
    if (all.octets >= kFewestOctets) {
      HexRun run{at, all.end, Secret(all.octets)};
      keys::follow_numbers(text, at, run.octets.writable().data());
      return run;
    }
    at = std::max(at, all.end - (all.end > at));
  }
  return std::nullopt;
}

std::optional<Secret> octets_of_dump(Bytes text) {
  const auto lines = dump_lines(text);
  if (lines.size() < 3) return std::nullopt;
  auto step = step_of(lines, 16);
  if (!step) step = step_of(lines, 8);
  if (!step) step = step_of(lines, 10);
  if (!step) return std::nullopt;
  std::vector<std::uint8_t> octets;
  octets.reserve(lines.size() * *step);  // so that no copy is left behind
  for (const auto& line : lines) take_line(line.rest, *step, octets);
  Secret out = Secret::copy_of(octets);
  wipe(octets);
  // hexdump without options prints words of 16 bits: 8230 for 30 82, 422d for "-B".
  const Bytes all = out.expose();
  if (all.size() > 5 && ((all[0] != 0x30 && all[1] == 0x30) || (all[4] == 'B' && all[5] == '-'))) {
    const auto swapped = out.writable();
    for (std::size_t i = 0; i + 1 < swapped.size(); i += 2) std::swap(swapped[i], swapped[i + 1]);
  }
  return out;
}

}  // namespace popcert::files
