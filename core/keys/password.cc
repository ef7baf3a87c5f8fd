#include "keys/password.h"

#include <optional>

#include "pem/unicode.h"

namespace popcert::keys {
namespace {

/// UTF-16 in big-endian order, then a pair of NUL octets; nothing if the octets are not UTF-8.
std::optional<Secret> utf16_of(Bytes utf8) {
  Secret room(2 * utf8.size() + 2);
  std::size_t used = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto character = pem::next_utf8(utf8, at);
    if (!character) return std::nullopt;
    used += pem::put_utf16(*character, room.writable().data() + used);
  }
  return Secret::copy_of(room.expose().first(used + 2));
}

Secret widened(Bytes octets) {
  Secret out(2 * octets.size() + 2);
  for (std::size_t i = 0; i < octets.size(); ++i) out.writable()[2 * i + 1] = octets[i];
  return out;
}

/// All characters as one octet each, where that is possible and another string than UTF-8.
std::optional<Secret> latin1_of(Bytes utf8) {
  Secret room(utf8.size());
  std::size_t used = 0;
  for (std::size_t at = 0; at < utf8.size(); ++used) {
    const auto character = pem::next_utf8(utf8, at);
    if (!character || *character > 0xff) return std::nullopt;
    room.writable()[used] = static_cast<std::uint8_t>(*character);
  }
  if (used == utf8.size()) return std::nullopt;
  return Secret::copy_of(room.expose().first(used));
}

Secret with_end(Bytes password, std::string_view end) {
  Secret out(password.size() + end.size());
  std::copy(end.begin(), end.end(), std::copy(password.begin(), password.end(), out.writable().begin()));
  return out;
}

bool is_line_end(std::uint8_t c) { return c == '\n' || c == '\r'; }
bool is_blank(std::uint8_t c) { return c == ' ' || c == '\t'; }

Bytes without_line_end(Bytes password) {
  while (!password.empty() && is_line_end(password.back())) password = password.first(password.size() - 1);
  return password;
}

Bytes without_margins(Bytes password) {
  while (!password.empty() && is_blank(password.back())) password = password.first(password.size() - 1);
  while (!password.empty() && is_blank(password.front())) password = password.subspan(1);
  return password;
}

Secret swapped(Bytes utf16) {
  Secret out(utf16.size());
  for (std::size_t i = 0; i + 1 < utf16.size(); i += 2) {
    out.writable()[i] = utf16[i + 1];
    out.writable()[i + 1] = utf16[i];
  }
  return out;
}

}  // namespace

std::vector<PasswordForm> other_forms(const Password& password) {
  std::vector<PasswordForm> forms;
  const auto add = [&](std::string_view name, Secret octets, bool where_proven = false) {
    bool known = equal(octets.expose(), password.typed);
    for (const auto& form : forms) known = known || equal(octets.expose(), form.octets.expose());
    if (!known) forms.push_back({name, std::move(octets), where_proven});
  };
  const auto copy = [](Bytes octets) { return Secret::copy_of(octets); };
  const Bytes typed = password.typed;
  add("no line break at its end", copy(without_line_end(typed)), true);
  add("a line break at its end", with_end(typed, "\n"));
  if (!password.composed.empty()) add("composed letters", copy(password.composed));
  if (!password.decomposed.empty()) add("letters and marks apart", copy(password.decomposed));
  if (auto latin1 = latin1_of(password.composed.empty() ? typed : password.composed))
    add("Latin-1", std::move(*latin1));
  add("no blanks at its ends", copy(without_margins(typed)));
  add("none at all", Secret());
  add("a line break of Windows at its end", with_end(typed, "\r\n"));
  if (const auto utf16 = utf16_of(typed)) {
    const Bytes characters = utf16->expose().first(utf16->size() - 2);
    add("UTF-16", swapped(characters));
    add("UTF-16, greatest octet first", copy(characters));
  }
  add("a carriage return at its end", with_end(typed, "\r"));
  return forms;
}

std::vector<Secret> bmp_passwords(Bytes utf8) {
  std::vector<Secret> forms;
  std::uint8_t all = 0;
  for (const std::uint8_t octet : utf8) all |= octet;
  if (auto utf16 = utf16_of(utf8)) forms.push_back(std::move(*utf16));
  if (all >= 0x80) forms.push_back(widened(utf8));
  if (utf8.empty()) forms.emplace_back();
  return forms;
}

}  // namespace popcert::keys
