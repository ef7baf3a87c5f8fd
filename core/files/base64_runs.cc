#include "files/base64_runs.h"

#include <string_view>

#include "der/reader.h"
#include "pem/base64.h"
#include "pem/blank.h"

namespace popcert::files {
namespace {

constexpr std::size_t kShortestRun = 64, kShortestLine = 32, kLongestGap = 200;

/// Which digit it is decides nothing.
bool is_digit(std::uint8_t c) { return pem::is_base64_digit(c) || c == '-' || c == '_'; }

/// What stands between the lines of one value.
bool is_gap(std::uint8_t c) {
  if (pem::is_base64_digit(c)) return false;
  return pem::is_blank(static_cast<char>(c)) ||
         std::string_view("\"'`\\,.&|>").find(static_cast<char>(c)) != std::string_view::npos;
}

std::size_t end_of_digits(Bytes text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

/// A plus sign that joins strings.
bool joins(Bytes text, std::size_t at) {
  return text[at] == '+' && at + 1 < text.size() && pem::is_blank(static_cast<char>(text[at + 1]));
}

/// The last octet of the entity of XML at `at`, as Java and .NET write "&#13;" before a line end; else `at`.
std::size_t end_of_entity(Bytes text, std::size_t at) {
  constexpr std::size_t kMost = 6;
  if (at + 1 == text.size() || text[at + 1] != '#') return at;
  for (std::size_t i = at; i < std::min(text.size(), at + kMost); ++i) {
    if (text[i] == ';') return i;
  }
  return at;
}

/// Where the next line of a value begins, or `at`, if the value ends here.
std::size_t next_line(Bytes text, std::size_t at) {
  bool line_end = false;
  for (std::size_t i = at; i < text.size() && i - at < kLongestGap; ++i) {
    if (is_digit(text[i]) && !joins(text, i)) return line_end ? i : at;
    if (!is_gap(text[i]) && !joins(text, i)) return at;
    if (text[i] == '&') i = end_of_entity(text, i);
    line_end = line_end || text[i] == '\n' || text[i] == '\r';
  }
  return at;
}

/// Whether the line is digits to its end: not prose, and not the name of the next value.
bool goes_on(Bytes text, std::size_t at) {
  at = end_of_digits(text, at);
  for (int padding = 0; padding < 2 && at < text.size() && text[at] == '='; ++padding) ++at;
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  return at == text.size() ||
         std::string_view("\r\n\"'`\\,;)}]<|&").find(static_cast<char>(text[at])) != std::string_view::npos;
}

Secret mapped(Bytes digits) {
  Secret out = Secret::copy_of(digits);
  for (auto& c : out.writable()) {
    if (pem::is_base64_digit(c)) continue;
    c = c == '-' ? '+' : '/';
  }
  return out;
}

/// How many digits the DER SEQUENCE has that they begin with; `most` where it is none, or a very short one.
std::size_t digits_of_sequence(Bytes digits, std::size_t most) {
  constexpr std::size_t kHead = 8;
  if (digits.size() < kHead) return most;
  const auto head = pem::decode_base64(mapped(digits.first(kHead)).expose());
  if (!head || head->expose()[0] != static_cast<std::uint8_t>(der::Tag::kSequence)) return most;
  const Bytes octets = head->expose();
  std::size_t length = octets[1], header = 2;
  if (length >= 0x80) {
    const std::size_t count = length & 0x7f;
    if (count < 1 || count > 3) return most;
    length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length << 8 | octets[2 + i];
    header += count;
  }
  const std::size_t wanted = ((header + length) * 4 + 2) / 3;
  return wanted < kShortestRun ? most : wanted;
}

struct Extent {
  std::size_t digits, end;
};

/// Goes through the lines of a value; copies its digits to `out` unless that is null.
Extent follow(Bytes text, std::size_t start, std::size_t most, std::uint8_t* out) {
  Extent extent{0, start};
  for (std::size_t at = start;;) {
    const std::size_t line = end_of_digits(text.first(std::min(text.size(), at + (most - extent.digits))), at);
    if (out != nullptr)
      std::copy(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(line),
                out + extent.digits);
    extent.digits += line - at;
    extent.end = line;
    if (extent.digits == most || line - at < kShortestLine) return extent;
    const std::size_t next = next_line(text, line);
    if (next == line || !goes_on(text, next)) return extent;
    at = next;
  }
}

}  // namespace

std::optional<Base64Run> next_base64_run(Bytes text, std::size_t from) {
  for (std::size_t at = from; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    // Not farther: of many short SEQUENCEs in a row each is looked at once.
    const std::size_t end = end_of_digits(text.first(std::min(text.size(), at + kShortestRun)), at);
    const std::size_t most =
        digits_of_sequence(text.subspan(at, std::min<std::size_t>(end - at, kShortestLine)), text.size());
    const Extent all = follow(text, at, most, nullptr);
    if (all.digits < kShortestRun) {
      at = end;
      continue;
    }
    Base64Run run{at, all.end, Secret(all.digits)};
    follow(text, at, all.digits, run.digits.writable().data());
    return run;
  }
  return std::nullopt;
}

Result<Secret> decode_run(const Base64Run& run) {
  const Bytes digits = run.digits.expose();
  auto decoded = pem::decode_base64(mapped(digits.first(digits.size() - (digits.size() % 4 == 1))).expose());
  // What is cut ends with bits that no octet has.
  if (!decoded && digits.size() % 4 != 0)
    return pem::decode_base64(mapped(digits.first(digits.size() / 4 * 4)).expose());
  return decoded;
}

bool looks_meant(const Base64Run& run) {
  const Bytes digits = run.digits.expose();
  const auto starts = [&](std::string_view text) {
    return digits.size() >= text.size() && equal(digits.first(text.size()), as_bytes(text));
  };
  return starts("MII") || starts("LS0tLS1CRUdJTi");
}

}  // namespace popcert::files
