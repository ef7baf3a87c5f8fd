#include "x509/netscape_type.h"

#include "der/oid.h"
#include "der/reader.h"

namespace popcert::x509 {

using der::Reader;
using der::Tag;

bool is_no_client_by_netscape(const Certificate& certificate) {
  // What was decoded once is not doubted again: each step fails only where there is no such thing.
  Reader file(certificate.tbs);
  auto fields = file.enter(Tag::kSequence);
  if (!fields) return false;
  fields->skip_optional(der::context_constructed(0));
  fields->skip_optional(Tag::kInteger);
  for (int i = 0; i < 5; ++i) fields->skip_optional(Tag::kSequence);  // from the signature's algorithm to the key
  fields->skip_optional(der::context_primitive(1));
  fields->skip_optional(der::context_primitive(2));
  auto explicitly = fields->enter(der::context_constructed(3));
  auto list = explicitly ? explicitly->enter(Tag::kSequence) : std::nullopt;
  while (list && !list->empty()) {
    auto extension = list->enter(Tag::kSequence);
    if (!extension) return false;
    const auto type = extension->read_oid();
    if (!type || !der::oid::is(*type, der::oid::kNetscapeCertType)) continue;
    extension->skip_optional(Tag::kBoolean);
    const auto value = extension->read(Tag::kOctetString);
    const auto bits = value ? Reader(*value).read(Tag::kBitString) : std::nullopt;
    return bits && (bits->size() < 2 || (*bits)[1] < 0x80);
  }
  return false;
}

}  // namespace popcert::x509
