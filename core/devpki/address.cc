#include "devpki/address.h"

#include <array>

namespace popcert::devpki {
namespace {

std::optional<unsigned> number_of(std::string_view text, unsigned base, std::size_t most_digits) {
  if (text.empty() || text.size() > most_digits) return std::nullopt;
  unsigned value = 0;
  for (const char c : text) {
    const unsigned digit = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                           : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a') + 10
                           : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A') + 10
                                                  : 16;
    if (digit >= base) return std::nullopt;
    value = value * base + digit;
  }
  return value;
}

/// Takes what stands before the separator; false where there is none left.
bool take(std::string_view& rest, char separator, std::string_view& part, bool& ended) {
  if (ended) return false;
  const auto at = rest.find(separator);
  part = rest.substr(0, at);
  ended = at == rest.npos;
  if (!ended) rest.remove_prefix(at + 1);
  return true;
}

std::optional<Buffer> ipv4(std::string_view text) {
  Buffer out;
  bool ended = false;
  for (std::string_view part; take(text, '.', part, ended);) {
    const auto number = number_of(part, 10, 3);
    if (!number || *number > 255 || (part.size() > 1 && part.front() == '0') || out.size() == 4) return std::nullopt;
    out.push_back(static_cast<std::uint8_t>(*number));
  }
  return out.size() == 4 ? std::optional(out) : std::nullopt;
}

/// Groups on one side of "::", none for empty text.
std::optional<Buffer> groups(std::string_view text) {
  Buffer out;
  bool ended = text.empty();
  for (std::string_view part; take(text, ':', part, ended);) {
    if (ended && part.find('.') != part.npos) {  // its last four octets may be written as IPv4
      const auto last = ipv4(part);
      if (!last) return std::nullopt;
      append(out, *last);
      continue;
    }
    const auto number = number_of(part, 16, 4);
    if (!number || out.size() > 14) return std::nullopt;
    out.push_back(static_cast<std::uint8_t>(*number >> 8));
    out.push_back(static_cast<std::uint8_t>(*number));
  }
  return out;
}

std::optional<Buffer> ipv6(std::string_view text) {
  const auto gap = text.find("::");
  auto head = groups(text.substr(0, gap));
  if (!head) return std::nullopt;
  if (gap == text.npos) return head->size() == 16 ? head : std::nullopt;
  const auto tail = groups(text.substr(gap + 2));
  if (!tail || head->size() + tail->size() > 14) return std::nullopt;
  head->resize(16 - tail->size());
  append(*head, *tail);
  return head;
}

}  // namespace

std::optional<Buffer> address_octets(std::string_view text) {
  return text.find(':') == text.npos ? ipv4(text) : ipv6(text);
}

bool is_dns_name(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  if (text.starts_with("*.")) text.remove_prefix(2);
  bool ended = false, numeric = false;
  for (std::string_view label; take(text, '.', label, ended);) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    numeric = true;
    for (const char c : label) {
      const bool digit = c >= '0' && c <= '9';
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!digit && !letter && c != '-' && c != '_') return false;
      numeric = numeric && digit;
    }
  }
  return !numeric;  // what ends in a number is an address, and then a wrong one
}

}  // namespace popcert::devpki
