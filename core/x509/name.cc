#include "x509/name.h"

#include <algorithm>

#include "der/oid.h"
#include "der/writer.h"
#include "pem/characters.h"
#include "pem/unicode.h"
#include "x509/name_attributes.h"

namespace popcert::x509 {
namespace {

using der::Tag;

struct TypeName {
  std::string_view text;
  der::oid::Oid oid;
};

/// RFC 4514 section 3, and the others that CAs use; anything else is shown as a dotted OID.
constexpr TypeName kTypeNames[] = {
    {"CN", der::oid::kCommonName},
    {"L", der::oid::kLocalityName},
    {"ST", der::oid::kStateOrProvinceName},
    {"O", der::oid::kOrganizationName},
    {"OU", der::oid::kOrganizationalUnitName},
    {"C", der::oid::kCountryName},
    {"STREET", "2.5.4.9"},
    {"SN", "2.5.4.4"},
    {"GN", "2.5.4.42"},
    {"title", "2.5.4.12"},
    {"description", "2.5.4.13"},
    {"postalCode", "2.5.4.17"},
    {"serialNumber", "2.5.4.5"},
    {"dnQualifier", "2.5.4.46"},
    {"pseudonym", "2.5.4.65"},
    {"organizationIdentifier", "2.5.4.97"},
    {"DC", "0.9.2342.19200300.100.1.25"},
    {"UID", "0.9.2342.19200300.100.1.1"},
    {"emailAddress", der::oid::kEmailAddress},
};

std::string type_text(Bytes oid) {
  for (const auto& type : kTypeNames) {
    if (der::oid::is(oid, type.oid)) return std::string(type.text);
  }
  auto dotted = der::oid::dotted(oid);
  return dotted.empty() ? "OID#" + std::to_string(oid.size()) : dotted;
}

constexpr char kHex[] = "0123456789ABCDEF";

void append_hex_pairs(std::string& out, std::string_view octets) {
  for (const char c : octets) {
    const auto octet = static_cast<std::uint8_t>(c);
    out += '\\';
    out += kHex[octet >> 4];
    out += kHex[octet & 15];
  }
}

/// RFC 4514 2.4. Longer values than anybody reads are cut: this text is for people, the octets are what is signed.
std::string value_text(const der::Element& value, bool escape_separators) {
  constexpr std::size_t kLongest = 256;
  std::string out;
  const auto characters = characters_of(value);
  if (!characters) {
    out = "#";
    for (const auto octet : value.tlv.first(std::min(value.tlv.size(), kLongest))) {
      out += kHex[octet >> 4];
      out += kHex[octet & 15];
    }
    return value.tlv.size() > kLongest ? out + "..." : out;
  }
  const std::size_t size = std::min(characters->size(), kLongest);
  for (std::size_t i = 0; i < size; ++i) {
    const char32_t c = (*characters)[i];
    char room[4];
    const std::string_view utf8(room, pem::put_utf8(c, reinterpret_cast<std::uint8_t*>(room)));
    const bool edge_space = c == ' ' && (i == 0 || i + 1 == characters->size());
    const bool special = c == '"' || c == '+' || c == ',' || c == ';' || c == '<' || c == '>' || c == '\\' ||
                         (c == '#' && i == 0) || edge_space;
    if (!pem::is_visible(c)) {
      append_hex_pairs(out, utf8);
    } else {
      if (special && escape_separators) out += '\\';
      out += utf8;
    }
  }
  return characters->size() > kLongest ? out + "..." : out;
}

/// Of those that are not empty.
std::string last_attribute_text(Bytes name, bool only_common_names) {
  const auto attributes = attributes_of(name);
  std::string last;
  for (const auto& attribute : attributes ? *attributes : std::vector<Attribute>()) {
    if (only_common_names && !der::oid::is(attribute.type, der::oid::kCommonName)) continue;
    auto text = value_text(attribute.value, false);
    if (!text.empty()) last = std::move(text);
  }
  return last;
}

}  // namespace

bool is_printable_string(std::string_view text) {
  for (const char c : text) {
    const bool allowed = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                         std::string_view(" '()+,-./:=?").find(c) != std::string_view::npos;
    if (!allowed) return false;
  }
  return true;
}

bool is_name(Bytes name) { return attributes_of(name).has_value(); }

bool is_readable_name(Bytes name) {
  const auto attributes = attributes_of(name);
  if (!attributes) return false;
  for (const auto& attribute : *attributes) {
    const auto tag = attribute.value.tag;
    // In all others each octet is a character.
    const bool encoded = tag == Tag::kUtf8String || tag == Tag::kUniversalString || tag == Tag::kBmpString;
    if (!encoded) continue;
    const auto characters = characters_of(attribute.value);
    if (!characters) return false;
    // Pairs of surrogates, which BMP text cannot have, are shown but not taken.
    if (tag == Tag::kBmpString && 2 * characters->size() != attribute.value.value.size()) return false;
  }
  return true;
}

bool is_empty_name(Bytes name) {
  const auto attributes = attributes_of(name);
  return !attributes || attributes->empty();
}

std::string name_text(Bytes name) {
  const auto attributes = attributes_of(name);
  if (!attributes) return "";
  std::string out;
  // RDNs from last to first; the attributes within one keep their order and are joined by +.
  for (std::size_t end = attributes->size(); end > 0;) {
    std::size_t begin = end - 1;
    while (!(*attributes)[begin].first_of_rdn) --begin;
    if (!out.empty()) out += ",";
    for (std::size_t i = begin; i < end; ++i) {
      if (i != begin) out += "+";
      out += type_text((*attributes)[i].type) + "=" + value_text((*attributes)[i].value, true);
    }
    end = begin;
  }
  return out;
}

std::string short_name_text(Bytes name) {
  auto text = last_attribute_text(name, true);
  return text.empty() ? last_attribute_text(name, false) : text;
}

std::string common_name_text(Bytes name) { return last_attribute_text(name, true); }

Buffer encode_common_name(std::string_view utf8) {
  der::Writer w;
  {
    auto name = w.open(Tag::kSequence);
    auto rdn = w.open(Tag::kSet);
    auto attribute = w.open(Tag::kSequence);
    w.string(Tag::kOid, der::oid::kCommonName);
    w.string(is_printable_string(utf8) ? Tag::kPrintableString : Tag::kUtf8String, as_bytes(utf8));
  }
  return std::move(w).finish();
}

}  // namespace popcert::x509
