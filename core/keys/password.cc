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

}  // namespace

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
