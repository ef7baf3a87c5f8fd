#include "x509/name_attributes.h"

#include "base/limits.h"
#include "pem/characters.h"
#include "pem/unicode.h"

namespace popcert::x509 {

using der::Tag;

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

std::optional<std::u32string> characters_of(const der::Element& value) {
  const Bytes in = value.value;
  std::u32string out;
  switch (value.tag) {
    case Tag::kUtf8String: return pem::decode_utf8({reinterpret_cast<const char*>(in.data()), in.size()});
    case Tag::kNumericString:
    case Tag::kPrintableString:
    case Tag::kTeletexString:  // as everybody: Latin-1
    case Tag::kIa5String:
    case Tag::kVisibleString:
      for (const auto octet : in) out += static_cast<char32_t>(octet);
      return out;
    case Tag::kBmpString:  // two octets a character; pairs of surrogates as some tools write them
      for (std::size_t at = 0; at < in.size();) {
        const auto c = pem::next_utf16(in, at, pem::Order::kBigEndian);
        if (!c) return std::nullopt;
        out += *c;
      }
      return out;
    case Tag::kUniversalString:  // four octets a character
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

}  // namespace popcert::x509
