#include "pem/pem_body.h"

#include <string_view>

#include "base/limits.h"
#include "pem/base64.h"
#include "pem/blank.h"

namespace popcert::pem {
namespace {

bool is_line_end(char c) { return c == '\n' || c == '\r'; }
bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

/// Octets of a blank that is not ASCII, as web pages and word processors leave them: U+00A0, U+200B, U+FEFF in UTF-8.
std::size_t foreign_blank(std::span<const std::uint8_t> at) {
  if (at.size() >= 2 && at[0] == 0xc2 && at[1] == 0xa0) return 2;
  if (at.size() >= 3 && at[0] == 0xe2 && at[1] == 0x80 && at[2] == 0x8b) return 3;
  if (at.size() >= 3 && at[0] == 0xef && at[1] == 0xbb && at[2] == 0xbf) return 3;
  return 0;
}

/// Octets of a tag of HTML ("<br>") or of a line end as XML has it in an attribute ("&#10;", "&#xD;"), 0 for neither.
std::size_t markup_octets(std::span<const std::uint8_t> at) {
  constexpr std::size_t kMost = 64;
  const bool entity = at[0] == '&' && at.size() > 3 && at[1] == '#' && (at[2] == '1' || at[3] > '9');
  if (!entity && at[0] != '<') return 0;
  for (std::size_t i = 1; i < std::min(at.size(), kMost); ++i) {
    if (at[i] == (entity ? ';' : '>')) return i + 1;
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
    } else if (const auto octets = c < 0x80 ? markup_octets(text.subspan(i)) : foreign_blank(text.subspan(i))) {
      std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(i), octets, ' ');
    } else if (c == '\\') {
      const std::uint8_t next = i + 1 < text.size() ? text[i + 1] : '\n';
      if (next == 'n' || next == 'r') {
        text[i] = '\n', text[i + 1] = ' ';
        line_start = true;
      } else if (next == 't') {
        text[i] = text[i + 1] = ' ';
      } else if (next == '\\' || next == '/' || next == '"' || next == '\'' || next == '=' ||
                 is_blank(static_cast<char>(next))) {
        // Escaped twice; PHP's "\/"; "\=" of Java's properties; a shell's continued line. Anything else stays, and is refused as base64.
        text[i] = ' ';
      }
    } else if (!is_blank(static_cast<char>(c))) {
      line_start = false;
    }
  }
}

Result<Body> decode_body(Bytes body) {
  Secret plain = Secret::copy_of(body);
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
