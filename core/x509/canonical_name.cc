#include "x509/canonical_name.h"

#include <algorithm>

#include "der/writer.h"
#include "pem/unicode.h"
#include "x509/name_attributes.h"

namespace popcert::x509 {
namespace {

using der::Tag;

bool is_blank(char32_t c) { return c == U' ' || (c >= U'\t' && c <= U'\r'); }

std::u32string folded(std::u32string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  std::u32string out;
  for (const char32_t c : text) {
    if (!is_blank(c)) {
      out += c >= U'A' && c <= U'Z' ? c + (U'a' - U'A') : c;
    } else if (out.back() != U' ') {
      out += U' ';
    }
  }
  return out;
}

Buffer utf8_of(std::u32string_view text) {
  Buffer out;
  for (const char32_t c : text) {
    std::uint8_t room[4];
    append(out, Bytes(room, pem::put_utf8(c, room)));
  }
  return out;
}

Buffer canonical_attribute(const Attribute& attribute) {
  der::Writer w;
  {
    auto sequence = w.open(Tag::kSequence);
    w.string(Tag::kOid, attribute.type);
    // OpenSSL leaves digits alone, which are the same in every case.
    const auto characters = attribute.value.tag != Tag::kNumericString ? characters_of(attribute.value) : std::nullopt;
    if (characters) {
      w.string(Tag::kUtf8String, utf8_of(folded(*characters)));
    } else {
      w.raw(attribute.value.tlv);
    }
  }
  return std::move(w).finish();
}

}  // namespace

Buffer canonical_name(Bytes name) {
  const auto attributes = attributes_of(name);
  der::Writer w;
  for (std::size_t begin = 0; attributes && begin < attributes->size();) {
    std::vector<Buffer> rdn;
    std::size_t end = begin;
    do {
      rdn.push_back(canonical_attribute((*attributes)[end++]));
    } while (end < attributes->size() && !(*attributes)[end].first_of_rdn);
    std::make_heap(rdn.begin(), rdn.end());  // SET OF (X.690 11.6); less code than std::sort
    std::sort_heap(rdn.begin(), rdn.end());
    auto set = w.open(Tag::kSet);
    for (const auto& attribute : rdn) w.raw(attribute);
    begin = end;
  }
  return std::move(w).finish();
}

bool same_name(Bytes one, Bytes other) { return equal(one, other) || canonical_name(one) == canonical_name(other); }

}  // namespace popcert::x509
