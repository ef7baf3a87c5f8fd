#include "proof/code_within.h"

#include <algorithm>

#include "base/hex.h"
#include "base/limits.h"
#include "pem/blank.h"
#include "pem/characters.h"
#include "proof/service.h"

namespace popcert::proof {
namespace {

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_capital_or_figure(char c) { return is_alphanumeric(c) && !(c >= 'a' && c <= 'z'); }
std::string in_small_letters(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_hex(char c) { return hex_digit(static_cast<std::uint8_t>(c)).has_value(); }

void add_once(std::vector<std::string>& codes, std::string_view code) {
  if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.emplace_back(code);
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
  while (at < text.size() && is_alphanumeric(text[at])) ++at;
  return at;
}

/// The words of a service's form.
std::vector<std::string> words_within(std::string_view text) {
  std::vector<std::string> codes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto end = end_of_word(text, at);
    if (has_form(text.substr(at, end - at))) add_once(codes, text.substr(at, end - at));
    at = end;
  }
  return codes;
}

/// The end of the next "verification" or "registration" with "code" behind it, as people, JSON and Terraform write it.
std::size_t end_of_name(std::string_view lower, std::string_view name, std::size_t from) {
  for (auto at = from; (at = lower.find(name, at)) != lower.npos;) {
    at += name.size();
    if (at < lower.size() && !is_alphanumeric(lower[at])) ++at;
    if (lower.substr(at, 4) == "code") return at + 4;
  }
  return lower.npos;
}

/// The value behind a name: of a code's form or nearly so, before the next value begins.
std::string_view value_behind(std::string_view text, std::size_t at) {
  std::string_view ends = ",;}";
  for (; at < text.size(); ++at) {
    const auto word = text.substr(at, end_of_word(text, at) - at);
    if (has_form(word, 1)) return word;
    at += word.size();
    if (at == text.size() || ends.find(text[at]) != ends.npos) break;
    if (text[at] == '\n') ends = ",;}:=";
  }
  return {};
}

/// Whether a value stands behind a name, and not only more of a sentence.
bool is_field(std::string_view text, std::size_t at) {
  at = text.find_first_not_of(" \"'", at);
  return at != text.npos && (text[at] == ':' || text[at] == '=');
}

/// Behind the last colon or equals sign, without what stands around a value.
std::string_view value_of(std::string_view text) {
  text = text.substr(text.find_last_of(":=", text.find_last_not_of("= \"',;\r\n\t")) + 1);
  constexpr std::string_view kAround = " \t\r\n\"'`,;{}[]()<>\\";
  const auto start = text.find_first_not_of(kAround);
  if (start == text.npos) return {};
  return text.substr(start, text.find_last_not_of(kAround) - start + 1);
}

/// Without what stands between its groups: blanks, no-break spaces, hyphens, line breaks. Groups are of one size,
/// 4 to 32, but for the last, or there are two lines: else they are several things, and nothing is joined.
std::string joined(std::string_view text) {
  std::string out;
  std::size_t group = 0, size = 0, groups = 0, lines = 0;
  bool even = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool no_break = text.substr(i, 2) == "\xc2\xa0";
    if (no_break || pem::is_blank(text[i]) || text[i] == '-') {
      lines += text[i] == '\n';
      i += no_break;
      group = 0;
      continue;
    }
    out += text[i];
    // Each later one may be shorter only if none comes after it.
    if (++group == 1) {
      even = even && (groups < 2 || out.size() - 1 == size * groups);
      ++groups;
    }
    if (groups == 1) size = group;
    even = even && group <= size;
  }
  return groups == 1 || (groups == 2 && lines == 1) || (even && size >= 4 && size <= 32) ? out : std::string();
}

/// Nothing that a person does not see stands in it but white space.
bool is_plain(std::string_view text) {
  const auto characters = pem::decode_utf8(text);
  return characters && std::all_of(characters->begin(), characters->end(), [](char32_t c) {
           return pem::is_visible(c) || c == 0xa0 || (c >= '\t' && c <= '\r');
         });
}

}  // namespace

bool has_form(std::string_view word, std::size_t off) {
  const auto is_near = [&](std::size_t size) { return word.size() + off - size <= 2 * off; };
  const bool hexadecimal = std::all_of(word.begin(), word.end(), is_hex);
  if (is_near(kAwsCharacters)) return hexadecimal;
  return is_near(kAzureCharacters) && (hexadecimal || std::all_of(word.begin(), word.end(), is_capital_or_figure));
}

std::vector<std::string> code_within(std::string_view text) {
  if (text.size() > kMaxCodeTextOctets || !is_plain(text)) return {};
  const auto lower = in_small_letters(text);
  bool fields = false;
  for (const std::string_view name : {"verification", "registration"}) {
    std::vector<std::string> named;
    for (std::size_t at = 0; (at = end_of_name(lower, name, at)) != text.npos;) {
      fields |= is_field(text, at);
      if (const auto value = value_behind(text, at); !value.empty()) add_once(named, value);
    }
    if (!named.empty()) return named;
  }
  if (fields) return {};
  if (auto codes = words_within(text); !codes.empty()) return codes;
  const auto value = value_of(text);
  if (auto whole = joined(value); has_form(whole, 1)) return {std::move(whole)};
  if (is_like_a_uuid(value)) return {std::string(value)};
  return {};
}

bool is_private_key(std::string_view text) {
  const auto begin = text.find("BEGIN ");
  return begin != text.npos && text.find("PRIVATE KEY", begin) != text.npos;
}

bool is_etag(std::string_view text) {
  const auto value = value_of(text);
  return value.size() == 12 && value.back() == '=' &&
         std::all_of(value.begin(), value.end() - 1, [](char c) { return is_alphanumeric(c) || c == '+' || c == '/'; });
}

bool is_written_thumbprint(std::string_view text) {
  // AWS calls the SHA-256 of a certificate its id.
  const auto lower = in_small_letters(text.substr(0, kMaxCodeTextOctets));
  if (lower.find("code") == lower.npos && !words_within(text).empty()) {
    for (const std::string_view name : {"cert/", "certificateid", "print", "sha256", "sha-256"}) {
      if (lower.find(name) != lower.npos) return true;
    }
  }
  // OpenSSL writes "Fingerprint=" before it.
  text = pem::trimmed(text.substr(text.find('=') + 1));
  if (text.size() != 59 && text.size() != 95) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % 3 == 2 ? text[i] != ':' && text[i] != ' ' && text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

bool is_like_sha1(std::string_view text) {
  const auto digits = joined(value_of(text));
  return digits.size() == 40 && std::all_of(digits.begin(), digits.end(), is_hex);
}

}  // namespace popcert::proof
