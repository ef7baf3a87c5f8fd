#include "devpki/id.h"

#include <unordered_map>

#include "pem/characters.h"

namespace popcert::devpki {
namespace {

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_allowed(char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == ':'; }

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

/// The first character that does not belong there, for people: itself in quotation marks, or its number.
std::string foreign_character(const std::string& id) {
  const auto characters = pem::decode_utf8(id);
  if (!characters) return "octets that are no text";
  for (const char32_t c : *characters) {
    if (c < 0x80 && is_allowed(static_cast<char>(c))) continue;
    if (c == ' ') return "a space";
    if (c > 0x20 && c < 0x7f) return {'"', static_cast<char>(c), '"'};
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string number;
    for (int shift = c > 0xffff ? 20 : 12; shift >= 0; shift -= 4) number += kDigits[c >> shift & 15];
    return "the character U+" + number;
  }
  return "";
}

std::size_t characters_of(const std::string& id) {
  const auto characters = pem::decode_utf8(id);
  return characters ? characters->size() : id.size();
}

std::optional<Refusal> check_id(const std::string& id, std::int64_t line) {
  if (id.empty()) return Refusal(Reason::kIdEmpty, Input::kIds, {0, line});
  const auto foreign = foreign_character(id);
  if (!foreign.empty()) return Refusal(Reason::kIdCharacter, Input::kIds, {0, line, foreign});
  if (const auto size = characters_of(id); size > kMaxIdCharacters) {
    return Refusal(Reason::kIdTooLong, Input::kIds, {static_cast<std::int64_t>(size), line});
  }
  if (!is_alphanumeric(id.back()) && id.back() != '-') return Refusal(Reason::kIdEnd, Input::kIds, {0, line, id});
  return std::nullopt;
}

/// Names that Windows keeps for devices, whatever follows behind a dot.
bool is_reserved(std::string_view name) {
  const std::string base = lower_case(name.substr(0, name.find('.')));
  if (base == "con" || base == "prn" || base == "aux" || base == "nul") return true;
  return base.size() == 4 && (base.starts_with("com") || base.starts_with("lpt")) && base[3] >= '0' && base[3] <= '9';
}

}  // namespace

std::string folder_name(std::string_view id) {
  std::string out(id.substr(0, kMaxIdCharacters));
  for (char& c : out) {
    if (c == ':' || !is_allowed(c)) c = '_';
  }
  while (!out.empty() && out.back() == '.') out.back() = '_';
  return is_reserved(out) ? "_" + out : out;
}

std::vector<Refusal> check_ids(std::span<const std::string> ids) {
  if (ids.empty()) return {Refusal(Reason::kNoIds, Input::kIds)};
  if (ids.size() > kMaxIds) {
    return {Refusal(Reason::kTooManyIds, Input::kIds, {static_cast<std::int64_t>(ids.size())})};
  }
  std::vector<Refusal> out;
  std::unordered_map<std::string, std::int64_t> lines;
  lines.reserve(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto line = static_cast<std::int64_t>(i) + 1;
    if (const auto refusal = check_id(ids[i], line)) {
      out.push_back(*refusal);
      continue;
    }
    const auto [known, is_new] = lines.emplace(lower_case(folder_name(ids[i])), line);
    if (!is_new) out.push_back(Refusal(Reason::kIdTwice, Input::kIds, {known->second, line, ids[i]}));
  }
  return out;
}

}  // namespace popcert::devpki
