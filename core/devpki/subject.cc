#include "devpki/subject.h"

#include <algorithm>

#include "der/oid.h"
#include "der/writer.h"
#include "devpki/address.h"
#include "pem/characters.h"
#include "x509/name.h"

namespace popcert::devpki {
namespace {

using der::Tag;
using der::Writer;
namespace oid = der::oid;

struct Field {
  Bytes type;
  std::string_view name;
  const std::string& text;
  std::size_t most;
};

std::vector<Field> fields_of(const SubjectFields& fields) {
  return {
      {oid::kCountryName, "country", fields.country, 2},
      {oid::kStateOrProvinceName, "state", fields.state, 128},
      {oid::kLocalityName, "locality", fields.locality, 128},
      {oid::kOrganizationName, "organization", fields.organization, 64},
      {oid::kOrganizationalUnitName, "organizational unit", fields.organizational_unit, 64},
      {oid::kCommonName, "common name", fields.common_name, 64},
  };
}

bool is_country(std::string_view text) {
  return text.empty() || (text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z');
}

}  // namespace

std::optional<Refusal> check_subject(const SubjectFields& fields) {
  if (fields.common_name.empty()) return Refusal(Reason::kCommonNameEmpty, Input::kSubject);
  if (!is_country(fields.country)) return Refusal(Reason::kCountry, Input::kSubject);
  for (const auto& [type, name, text, most] : fields_of(fields)) {
    const auto characters = pem::decode_utf8(text);
    if (!characters || !pem::is_visible_text(text)) {
      return Refusal(Reason::kFieldCharacter, Input::kSubject, {0, 0, std::string(name)});
    }
    if (characters->size() > most) {
      return Refusal(Reason::kFieldTooLong, Input::kSubject, {static_cast<std::int64_t>(most), 0, std::string(name)});
    }
  }
  return std::nullopt;
}

Buffer encode_subject(const SubjectFields& fields) {
  Writer w;
  {
    auto name = w.open(Tag::kSequence);
    for (const auto& field : fields_of(fields)) {
      if (field.text.empty()) continue;
      auto rdn = w.open(Tag::kSet);
      auto attribute = w.open(Tag::kSequence);
      w.string(Tag::kOid, field.type);
      w.string(x509::is_printable_string(field.text) ? Tag::kPrintableString : Tag::kUtf8String, as_bytes(field.text));
    }
  }
  return std::move(w).finish();
}

Outcome<Buffer> encode_server_names(const std::vector<std::string>& names) {
  if (names.empty()) return Refusal(Reason::kServerNameMissing, Input::kNames);
  Writer inner;
  {
    auto general_names = inner.open(Tag::kSequence);
    for (const auto& name : names) {
      if (const auto address = address_octets(name)) {
        inner.string(der::context_primitive(7), *address);
      } else if (is_dns_name(name)) {
        inner.string(der::context_primitive(2), as_bytes(name));
      } else {
        return Refusal(Reason::kServerName, Input::kNames, {0, 0, name});
      }
    }
  }
  const Buffer contents = std::move(inner).finish();
  Writer w;
  {
    auto extension = w.open(Tag::kSequence);
    w.string(Tag::kOid, oid::kSubjectAlternativeName);
    w.string(Tag::kOctetString, contents);
  }
  return std::move(w).finish();
}

}  // namespace popcert::devpki
