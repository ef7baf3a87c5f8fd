#include "proof/code_within.h"

#include <algorithm>

#include "base/hex.h"
#include "base/limits.h"
#include "crypto/digest.h"
#include "pem/blank.h"
#include "pem/characters.h"

namespace popcert::proof {
namespace {

/// Of so many values with a code's name each is looked for.
constexpr int kMostNames = 8;
constexpr std::size_t kAzureCharacters = 48, kAwsCharacters = 64, kUuidCharacters = 36;

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_capital_or_figure(char c) { return is_alphanumeric(c) && !(c >= 'a' && c <= 'z'); }
bool is_hex(char c) { return hex_digit(static_cast<std::uint8_t>(c)).has_value(); }

bool has_form(std::string_view word) {
  const bool all_hex = std::all_of(word.begin(), word.end(), is_hex);
  if (word.size() == kAwsCharacters) return all_hex;
  return word.size() == kAzureCharacters && (all_hex || std::all_of(word.begin(), word.end(), is_capital_or_figure));
}

void add_once(std::vector<std::string>& codes, std::string_view code) {
  if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.emplace_back(code);
}

/// The words of a service's form from `from` on.
std::vector<std::string> words_within(std::string_view text, std::size_t from) {
  std::vector<std::string> codes;
  for (std::size_t at = from; at < text.size(); ++at) {
    std::size_t end = at;
    while (end < text.size() && is_alphanumeric(text[end])) ++end;
    if (has_form(text.substr(at, end - at))) add_once(codes, text.substr(at, end - at));
    at = end;
  }
  return codes;
}

/// Behind the last colon or equals sign, without what stands around a value.
std::string_view value_of(std::string_view text) {
  text = text.substr(text.find_last_of(":=", text.find_last_not_of("= \"',;\r\n\t")) + 1);
  constexpr std::string_view kAround = " \t\r\n\"'`,;{}[]()<>\\";
  const auto start = text.find_first_not_of(kAround);
  if (start == text.npos) return {};
  return text.substr(start, text.find_last_not_of(kAround) - start + 1);
}

/// Without blanks, hyphens and no-break spaces.
std::string joined(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (pem::is_blank(text[i]) || text[i] == '-') continue;
    if (text.substr(i, 2) == "\xc2\xa0") {
      ++i;
      continue;
    }
    out += text[i];
  }
  return out;
}

/// Nothing that a person does not see stands in it but white space.
bool is_plain(std::string_view text) {
  const auto characters = pem::decode_utf8(text);
  return characters && std::all_of(characters->begin(), characters->end(), [](char32_t c) {
           return pem::is_visible(c) || c == 0xa0 || (c >= '\t' && c <= '\r');
         });
}

bool is_uuid(std::string_view text) {
  if (text.size() != kUuidCharacters) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

}  // namespace

std::vector<std::string> code_within(std::string_view text) {
  if (text.size() > kMaxCodeTextOctets || !is_plain(text)) return {};
  for (const std::string_view name : {"erificationCode", "egistrationCode"}) {
    std::vector<std::string> named;
    auto at = text.find(name);
    for (int times = 0; at != text.npos && times < kMostNames; ++times, at = text.find(name, at + 1)) {
      const auto words = words_within(text, at);
      if (!words.empty()) add_once(named, words.front());
    }
    if (!named.empty()) return named;
  }
  auto codes = words_within(text, 0);
  if (!codes.empty()) return codes;
  const auto value = value_of(text);
  if (auto whole = joined(value); has_form(whole)) return {std::move(whole)};
  if (is_uuid(value)) return {std::string(value)};
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
  const bool is_named = text.find("cert/") != text.npos || text.find("certificateId") != text.npos;
  if (is_named && text.find("Code") == text.npos) return true;
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

std::optional<Error> thumbprint_error(std::string_view code, const x509::Certificate& ca) {
  std::string digits;
  for (const char c : code) {
    if (is_hex(c)) digits += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (digits == hex(crypto::digest(crypto::Hash::kSha1, ca.der)))
    return Error{ErrorCode::kCodeIsThumbprint, 0, 0, "SHA-1"};
  if (digits == hex(crypto::digest(crypto::Hash::kSha256, ca.der)))
    return Error{ErrorCode::kCodeIsThumbprint, 0, 0, "SHA-256"};
  return std::nullopt;
}

}  // namespace popcert::proof
