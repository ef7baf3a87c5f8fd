#include "files/hex_text.h"

#include <string_view>

#include "base/hex.h"
#include "files/number_text.h"

namespace popcert::files {
namespace {

constexpr std::size_t kFewestHexOctets = 48;

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
  for (const std::string_view cast : {"(byte)", "(char)", "(uint8_t)", ".toByte()", ".byte"}) {
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

}  // namespace

std::optional<OctetRun> next_hex_run(Bytes text, std::size_t from) {
  for (std::size_t at = from; at < text.size();) {
    if (!is_word(text[at])) {
      ++at;
      continue;
    }
    const Extent all = follow(text, at, nullptr);
    if (all.octets >= kFewestHexOctets) {
      OctetRun run{at, all.end, Secret(all.octets)};
      follow(text, at, run.octets.writable().data());
      return run;
    }
    at = std::max(all.end, end_of_word(text, at));
  }
  return std::nullopt;
}

std::optional<OctetRun> next_decimal_run(Bytes text, std::size_t from) {
  for (std::size_t at = from; at + 2 < text.size(); ++at) {
    // A SEQUENCE, or the hyphens of PEM.
    const bool begins = text[at] == '4' && (text[at + 1] == '8' || text[at + 1] == '5');
    if (!begins || (at > 0 && is_word(text[at - 1]))) continue;
    const auto all = follow_numbers(text, at, nullptr);
    if (all.octets >= kFewestHexOctets) {
      OctetRun run{at, all.end, Secret(all.octets)};
      follow_numbers(text, at, run.octets.writable().data());
      return run;
    }
    at = std::max(at, all.end - (all.end > at));
  }
  return std::nullopt;
}

}  // namespace popcert::files
