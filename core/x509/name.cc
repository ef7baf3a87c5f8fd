#include "x509/name.h"

#include <array>

#include "der/oid.h"
#include "der/reader.h"
#include "der/writer.h"
#include "pem/characters.h"

namespace popcert::x509 {
namespace {

using der::Reader;
using der::Tag;

struct Attribute {
  Bytes type;
  der::Element value;
  bool first_of_rdn;
};

/// All attributes in file order; nothing if the structure is not a Name.
std::optional<std::vector<Attribute>> attributes_of(Bytes name) {
  auto rdns = der::enter_whole(name);
  if (!rdns) return std::nullopt;
  std::vector<Attribute> out;
  while (!rdns->empty()) {
    auto rdn = rdns->enter(Tag::kSet);
    if (!rdn || rdn->empty()) return std::nullopt;
    for (bool first = true; !rdn->empty(); first = false) {
      auto attribute = rdn->enter(Tag::kSequence);
      if (!attribute || out.size() == kMaxNameAttributes) return std::nullopt;
      const auto type = attribute->read_oid();
      if (!type) return std::nullopt;
      const auto value = attribute->next();
      if (!value || !attribute->empty()) return std::nullopt;
      out.push_back({*type, *value, first});
    }
  }
  return out;
}

struct TypeName {
  std::string_view text;
  std::array<std::uint8_t, 10> oid;
  std::size_t size;
};

/// RFC 4514 section 3, and the others that CAs use; anything else is shown as a dotted OID.
constexpr TypeName kTypeNames[] = {
    {"CN", {0x55, 4, 3}, 3},
    {"L", {0x55, 4, 7}, 3},
    {"ST", {0x55, 4, 8}, 3},
    {"O", {0x55, 4, 10}, 3},
    {"OU", {0x55, 4, 11}, 3},
    {"C", {0x55, 4, 6}, 3},
    {"STREET", {0x55, 4, 9}, 3},
    {"SN", {0x55, 4, 4}, 3},
    {"GN", {0x55, 4, 42}, 3},
    {"title", {0x55, 4, 12}, 3},
    {"description", {0x55, 4, 13}, 3},
    {"postalCode", {0x55, 4, 17}, 3},
    {"serialNumber", {0x55, 4, 5}, 3},
    {"dnQualifier", {0x55, 4, 46}, 3},
    {"pseudonym", {0x55, 4, 65}, 3},
    {"organizationIdentifier", {0x55, 4, 97}, 3},
    {"DC", {0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x19}, 10},
    {"UID", {0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x01}, 10},
    {"emailAddress", {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01}, 9},
};

/// Dotted decimal (RFC 4512 1.4). Arcs beyond 63 bits are rare enough to be shown as hex.
std::string dotted(Bytes oid) {
  std::string out;
  std::uint64_t arc = 0;
  bool first = true;
  for (const auto octet : oid) {
    if (arc >> 56) return "OID#" + std::to_string(oid.size());
    arc = arc << 7 | (octet & 0x7f);
    if (octet & 0x80) continue;
    if (first) {
      const std::uint64_t root = arc < 80 ? arc / 40 : 2;
      out = std::to_string(root) + "." + std::to_string(arc - root * 40);
      first = false;
    } else {
      out += "." + std::to_string(arc);
    }
    arc = 0;
  }
  return out;
}

std::string type_text(Bytes oid) {
  for (const auto& type : kTypeNames) {
    if (equal(oid, Bytes(type.oid).first(type.size))) return std::string(type.text);
  }
  return dotted(oid);
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3f));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  }
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

/// The characters of a string value, whatever type it has; nothing for other types and damaged ones.
std::optional<std::u32string> characters_of(const der::Element& value) {
  const Bytes in = value.value;
  std::u32string out;
  switch (static_cast<unsigned>(value.tag)) {
    case 0x0c: return pem::decode_utf8({reinterpret_cast<const char*>(in.data()), in.size()});
    case 0x12:
    case 0x13:
    case 0x14:
    case 0x16:
    case 0x1a:  // Numeric, Printable, Teletex (as everybody: Latin-1), IA5, Visible
      for (const auto octet : in) out += static_cast<char32_t>(octet);
      return out;
    case 0x1e:  // BMPString: two octets a character; pairs of surrogates as some tools write them
      if (in.size() % 2 != 0) return std::nullopt;
      for (std::size_t i = 0; i < in.size(); i += 2) {
        char32_t c = static_cast<char32_t>(in[i] << 8 | in[i + 1]);
        if (c >= 0xd800 && c < 0xdc00 && i + 3 < in.size()) {
          const char32_t low = static_cast<char32_t>(in[i + 2] << 8 | in[i + 3]);
          if (low >= 0xdc00 && low < 0xe000) {
            c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
            i += 2;
          }
        }
        if (!pem::is_scalar_value(c)) return std::nullopt;
        out += c;
      }
      return out;
    case 0x1c:  // UniversalString: four octets a character
      if (in.size() % 4 != 0) return std::nullopt;
      for (std::size_t i = 0; i < in.size(); i += 4) {
        const char32_t c = static_cast<char32_t>(in[i]) << 24 | static_cast<char32_t>(in[i + 1]) << 16 |
                           static_cast<char32_t>(in[i + 2]) << 8 | in[i + 3];
        if (!pem::is_scalar_value(c)) return std::nullopt;
        out += c;
      }
      return out;
    default: return std::nullopt;
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
    std::string utf8;
    append_utf8(utf8, c);
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

bool is_printable_string(std::string_view text) {
  for (const char c : text) {
    const bool allowed = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                         std::string_view(" '()+,-./:=?").find(c) != std::string_view::npos;
    if (!allowed) return false;
  }
  return true;
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

bool is_name(Bytes name) { return attributes_of(name).has_value(); }

bool is_readable_name(Bytes name) {
  const auto attributes = attributes_of(name);
  if (!attributes) return false;
  for (const auto& attribute : *attributes) {
    const auto tag = static_cast<unsigned>(attribute.value.tag);
    const bool encoded = tag == 0x0c || tag == 0x1c || tag == 0x1e;  // in all others each octet is a character
    if (!encoded) continue;
    const auto characters = characters_of(attribute.value);
    if (!characters) return false;
    // Pairs of surrogates, which BMP text cannot have, are shown but not taken.
    if (tag == 0x1e && 2 * characters->size() != attribute.value.value.size()) return false;
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
