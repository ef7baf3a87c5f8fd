#include "pem/pem_body.h"

#include <algorithm>

#include "base/limits.h"
#include "pem/base64.h"
#include "pem/blank.h"
#include "pem/characters.h"
#include "pem/entity.h"
#include "pem/line_dress.h"
#include "pem/unicode.h"

namespace popcert::pem {
namespace {

bool is_line_end(char c) { return c == '\n' || c == '\r'; }
bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

/// Octets of a character that is not ASCII and that web pages, word processors and terminals leave: one that nobody
/// sees, or a line of a frame (U+2500 to U+257F). 0 for others.
std::size_t foreign_blank(Bytes at) {
  std::size_t octets = 0;
  const auto c = next_utf8(at, octets);
  return c && (!is_visible(*c) || (*c >= 0x2500 && *c < 0x2580)) ? octets : 0;
}

/// Octets of a tag of HTML ("<br>"), 0 for none.
std::size_t tag_octets(Bytes at) {
  constexpr std::size_t kMost = 64;
  for (std::size_t i = 1; at[0] == '<' && i < std::min(at.size(), kMost); ++i) {
    if (at[i] == '>') return i + 1;
  }
  return 0;
}

/// Reads the fields of RFC 1421 4.6 at the start of a body; `at` ends where the base64 starts. On one line with the
/// rest of the body, as web forms paste it, a value ends at a blank.
class HeaderReader {
 public:
  explicit HeaderReader(std::string_view body)
      : body_(body), one_line_(trimmed(body).find_first_of("\r\n") == body.npos) {}

  /// Errors   kPemHeaderMalformed
  Result<std::size_t> read(Body& out) {
    for (std::size_t count = 0;; ++count) {
      skip_white();
      const auto name_octets = body_.substr(at_, kMaxHeaderNameOctets).find_first_of(": \t\r\n");
      if (name_octets == body_.npos || body_[at_ + name_octets] != ':') break;
      // The number or the time before each line of a listing.
      if (body_[at_] >= '0' && body_[at_] <= '9') break;
      const auto name = body_.substr(at_, name_octets);
      for (const char c : name) {
        if (!is_name_character(c)) return malformed();
      }
      if (name.empty() || count == kMaxHeaders) return malformed();
      auto* field = name == "Proc-Type" ? &out.proc_type : name == "DEK-Info" ? &out.dek_info : nullptr;
      if (field && *field) return malformed();
      if (!field && one_line_) return malformed();
      at_ += name_octets + 1;
      auto text = value();
      if (field && (text.empty() || text.size() > kMaxHeaderOctets)) return malformed();
      if (field) *field = std::move(text);
    }
    if (out.proc_type.has_value() != out.dek_info.has_value()) return malformed();
    if (out.proc_type && *out.proc_type != "4,ENCRYPTED") return malformed();
    return at_;
  }

 private:
  Error malformed() const { return {ErrorCode::kPemHeaderMalformed, at_}; }

  void skip_white() {
    while (at_ < body_.size() && is_blank(body_[at_])) ++at_;
  }

  /// To the end of the line, or of the word and what a comma joins to it; blanks inside are dropped.
  std::string value() {
    std::string out;
    bool between_words = false;
    for (; at_ < body_.size() && !is_line_end(body_[at_]); ++at_) {
      const char c = body_[at_];
      if (is_blank(c)) {
        between_words = !out.empty();
        continue;
      }
      if (one_line_ && between_words && c != ',' && out.back() != ',') break;
      between_words = false;
      // One more than allowed is enough to be refused.
      if (out.size() <= kMaxHeaderOctets) out += c;
    }
    return out;
  }

  std::string_view body_;
  bool one_line_;
  std::size_t at_ = 0;
};

/// How PowerShell, syslog and PowerShell's XML write line ends.
constexpr std::string_view kWrittenLineEnds[] = {"`n", "`r", "#012", "#015", "_x000A_", "_x000D_"};

/// Elsewhere these may be the end of a string and digits: only where one stands behind the BEGIN line is this such a
/// text.
void drop_written_line_ends(std::span<std::uint8_t> text) {
  const auto octets_at = [&](std::size_t i) -> std::size_t {
    for (const auto end : kWrittenLineEnds) {
      if (text.size() - i >= end.size() && equal(text.subspan(i, end.size()), as_bytes(end))) return end.size();
    }
    return 0;
  };
  if (octets_at(0) == 0) return;
  const bool one_line = std::find(text.begin(), text.end(), '\n') == text.end();
  for (std::size_t i = 0; i < text.size();) {
    const auto octets = is_base64_digit(text[i]) ? 0 : octets_at(i);
    std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(i), octets, ' ');
    if (octets > 0 && one_line) text[i] = '\n';
    i += std::max<std::size_t>(octets, 1);
  }
}

/// Whether a hyphen is that of a list. In base64url it is a digit.
bool begins_item(std::span<const std::uint8_t> text, std::size_t at) {
  return text[at] == '-' && at + 1 < text.size() && text[at + 1] == ' ';
}

}  // namespace

void drop_between_strings(std::span<std::uint8_t> text) {
  std::size_t quotes = 0, line_ends = 0;
  std::uint8_t quote = 0;
  const auto is_quote = [&](std::size_t i) {
    const std::uint8_t c = text[i];
    if (is_base64_digit(c) || (i > 0 && text[i - 1] == '\\')) return false;
    return quote != 0 ? c == quote : c == '"' || c == '\'' || c == '`';
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_base64_digit(text[i])) continue;
    if (is_quote(i)) {
      if (quotes++ == 0 && line_ends > 0) return;
      quote = text[i];
    }
    line_ends += is_line_end(static_cast<char>(text[i]));
  }
  if (quotes == 0 || quotes % 2 != 0) return;
  bool inside = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_quote(i)) {
      inside = !inside;
    } else if (!inside && !is_line_end(static_cast<char>(text[i]))) {
      text[i] = ' ';
    }
  }
}

void remove_decoration(std::span<std::uint8_t> text, bool line_start) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t c = text[i];
    if (is_base64_digit(c)) {  // first, because a key's digits may not reach the comparisons: compilers index by c
      line_start = false;
    } else if (c == '\n' || c == '\r') {
      line_start = true;
    } else if (c == '"' || c == '\'' || c == '`') {
      text[i] = ' ';
    } else if (c == '|' || (line_start && (c == '>' || c == '#' || c == ';' || c == '*' || begins_item(text, i)))) {
      text[i] = ' ';
    } else if (const auto escape = escape_at(text.subspan(i)); escape.octets > 0) {
      // What it stands for is put where it ends, and is looked at next.
      const bool of_value = is_base64_digit(escape.octet) || escape.octet == '=' || escape.octet == '\n';
      std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(i), escape.octets, ' ');
      i += escape.octets - 1;
      if (of_value) text[i--] = escape.octet;
    } else if (const auto octets = c < 0x80 ? tag_octets(text.subspan(i)) : foreign_blank(text.subspan(i))) {
      std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(i), octets, ' ');
    } else if (c == '\\') {
      const std::uint8_t next = i + 1 < text.size() ? text[i + 1] : '\n';
      if (next == 'n' || next == 'r') {
        text[i] = '\n', text[i + 1] = ' ';
        line_start = true;
      } else if (next == 't') {
        text[i] = text[i + 1] = ' ';
      } else if (next == '\\' || next == '/' || next == '"' || next == '\'' || next == '=' || next == '+' ||
                 is_blank(static_cast<char>(next))) {
        // Escaped twice; PHP's "\/"; "\=" of Java's properties; a shell's continued line. Anything else stays, and is
        // refused as base64.
        text[i] = ' ';
      }
    } else if (!is_blank(static_cast<char>(c))) {
      line_start = false;
    }
  }
}

Result<Body> decode_body(Bytes body, std::string_view before) {
  Secret plain = Secret::copy_of(body);
  drop_written_line_ends(plain.writable());
  undress_lines(plain.writable(), before);
  drop_between_strings(plain.writable());
  remove_decoration(plain.writable(), false);
  const auto text = plain.expose();
  Body out;
  auto start = HeaderReader({reinterpret_cast<const char*>(text.data()), text.size()}).read(out);
  if (!start) return start.error();
  if (is_blank(text.subspan(*start))) return Error{ErrorCode::kPemEmpty, *start};
  auto der = decode_base64(text.subspan(*start));
  if (!der) return Error{der.error().code, der.error().offset + *start};
  out.der = std::move(*der);
  return out;
}

}  // namespace popcert::pem
