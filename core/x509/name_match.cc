#include "x509/name_match.h"

#include <algorithm>

#include "pem/unicode.h"
#include "x509/name_attributes.h"

namespace popcert::x509 {
namespace {

std::string_view text_of(Bytes octets) { return {reinterpret_cast<const char*>(octets.data()), octets.size()}; }

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool same_text(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return small(x) == small(y); });
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && same_text(text.substr(text.size() - end.size()), end);
}

/// ".example.com" means all hosts below it, "example.com" that one alone.
bool is_host_within(std::string_view host, std::string_view base) {
  if (base.starts_with('.')) return host.size() > base.size() && ends_with(host, base);
  return same_text(host, base);
}

bool is_of_a_label(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool looks_like_a_host(std::string_view text) {
  bool dotted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_of_a_label(text[i])) continue;
    if (i == 0 || i + 1 == text.size()) return false;
    if (text[i] == '-') continue;
    const char before = text[i - 1], after = text[i + 1];
    if (text[i] != '.' || before == '-' || after == '.' || after == '-') return false;
    dotted = true;
  }
  return dotted;
}

}  // namespace

std::optional<bool> is_dns_name_within(Bytes name, Bytes base) {
  const auto host = text_of(name), end = text_of(base);
  if (end.empty()) return true;
  if (!ends_with(host, end)) return false;
  // More labels may stand to its left.
  return host.size() == end.size() || end.front() == '.' || host[host.size() - end.size() - 1] == '.';
}

std::optional<bool> is_email_within(Bytes address, Bytes base) {
  const auto text = text_of(address), wanted = text_of(base);
  const auto at = text.rfind('@'), wanted_at = wanted.rfind('@');
  if (at == text.npos) return std::nullopt;
  if (wanted_at == wanted.npos) {
    if (wanted.starts_with('.')) return text.size() > wanted.size() && ends_with(text, wanted);
    return same_text(text.substr(at + 1), wanted);
  }
  const auto local = wanted.substr(0, wanted_at);
  if (!local.empty()) {
    if (local.size() != at) return false;
    if (text.substr(0, at).find('\0') != text.npos || local.find('\0') != local.npos) return std::nullopt;
    if (text.substr(0, at) != local) return false;  // before the @ capitals count
  }
  return same_text(text.substr(at + 1), wanted.substr(wanted_at + 1));
}

std::optional<bool> is_uri_within(Bytes uri, Bytes base) {
  const auto text = text_of(uri);
  const auto colon = text.find(':');
  if (colon == text.npos || text.substr(colon, 3) != "://") return std::nullopt;
  auto host = text.substr(colon + 3);
  const auto port = host.find(':');
  host = host.substr(0, port != host.npos ? port : host.find('/'));
  if (host.empty()) return std::nullopt;
  return is_host_within(host, text_of(base));
}

std::optional<bool> is_address_within(Bytes address, Bytes base) {
  const auto size = address.size();
  if ((size != 4 && size != 16) || (base.size() != 8 && base.size() != 32)) return std::nullopt;
  if (base.size() != 2 * size) return false;
  for (std::size_t i = 0; i < size; ++i) {
    if ((address[i] ^ base[i]) & base[size + i]) return false;
  }
  return true;
}

std::optional<std::string> host_name_of(const der::Element& common_name) {
  const auto characters = characters_of(common_name);
  if (!characters) return std::nullopt;
  std::string text;
  for (const char32_t c : *characters) {
    std::uint8_t room[4];
    text += text_of(Bytes(room, pem::put_utf8(c, room)));
  }
  while (text.ends_with('\0')) text.pop_back();
  if (text.find('\0') != text.npos) return std::nullopt;
  return looks_like_a_host(text) ? text : "";
}

}  // namespace popcert::x509
