#include "x509/extension_text.h"

#include <cstdint>

#include "base/hex.h"
#include "der/oid.h"
#include "der/reader.h"
#include "pem/characters.h"
#include "x509/name.h"

namespace popcert::x509 {
namespace {

using der::Reader;
using der::Tag;
namespace oid = der::oid;

/// Of what is not known, or very long, the beginning is enough.
constexpr std::size_t kMostOctets = 64, kMostItems = 20;

void add(std::string& list, std::string_view item) {
  if (item.empty()) return;
  if (!list.empty()) list += ", ";
  list += item;
}

std::string hex_text(Bytes octets) {
  auto out = hex(octets.first(std::min(octets.size(), kMostOctets)));
  if (octets.size() > kMostOctets) out += "...";
  return out;
}

/// Other people's text: shown as it is only where a person sees all of it.
std::string visible(Bytes octets) {
  const std::string text(reinterpret_cast<const char*>(octets.data()), std::min(octets.size(), std::size_t{256}));
  return pem::is_visible_text(text) ? text : hex_text(octets);
}

std::string basic_constraints(Reader value) {
  auto sequence = value.enter(Tag::kSequence);
  if (!sequence) return {};
  if (sequence->read_boolean().value_or(false) == false) return "not a CA";
  const auto path_length = sequence->read_small();
  if (!path_length) return "a CA";
  return *path_length == 0 ? "a CA, with no CA below it"
                           : "a CA, with up to " + std::to_string(*path_length) + " CAs below it";
}

std::string key_usage(Reader value) {
  // RFC 5280 4.2.1.3, from bit 0.
  constexpr std::string_view kUses[] = {"signs data",    "non-repudiation", "encrypts keys",
                                        "encrypts data", "agrees on keys",  "signs certificates",
                                        "signs CRLs",    "only encrypts",   "only decrypts"};
  const auto bits = value.read(Tag::kBitString);
  std::string out;
  for (std::size_t bit = 0; bits && bit < std::size(kUses) && 1 + bit / 8 < bits->size(); ++bit) {
    if ((*bits)[1 + bit / 8] >> (7 - bit % 8) & 1) add(out, kUses[bit]);
  }
  return out;
}

struct Known {
  oid::Oid id;
  std::string_view name;
};

constexpr Known kPurposes[] = {
    {oid::kAnyExtendedKeyUsage, "any purpose"},
    {oid::kServerAuth, "TLS server"},
    {oid::kClientAuth, "TLS client"},
    {oid::Oid("1.3.6.1.5.5.7.3.3"), "signs programs"},
    {oid::kEmailProtection, "mail"},
    {oid::Oid("1.3.6.1.5.5.7.3.8"), "time stamps"},
    {oid::Oid("1.3.6.1.5.5.7.3.9"), "OCSP"},
};

std::string purposes(Reader value) {
  auto sequence = value.enter(Tag::kSequence);
  std::string out;
  for (std::size_t count = 0; sequence && !sequence->empty() && count < kMostItems; ++count) {
    const auto id = sequence->read(Tag::kOid);
    if (!id) break;
    std::string name = der::oid::dotted(*id);
    for (const auto& known : kPurposes) {
      if (oid::is(*id, known.id)) name = known.name;
    }
    add(out, name);
  }
  return out;
}

/// In name constraints with its mask.
std::string address(Bytes octets) {
  if (octets.size() == 8) return address(octets.first(4)) + "/" + address(octets.last(4));
  if (octets.size() != 4) return hex_text(octets);
  std::string out;
  for (const auto octet : octets) out += (out.empty() ? "" : ".") + std::to_string(octet);
  return out;
}

/// GeneralName, RFC 5280 4.2.1.6; kinds without words are named by their number.
std::string general_name(const der::Element& name) {
  switch (static_cast<unsigned>(name.tag) & 0x1f) {
    case 1: return "mail " + visible(name.value);
    case 2: return "DNS " + visible(name.value);
    case 4: return "name " + (is_name(name.value) ? name_text(name.value) : hex_text(name.value));
    case 6: return visible(name.value);
    case 7: return "IP " + address(name.value);
    default: return "name " + hex_text(name.value);
  }
}

std::string general_names(Reader names) {
  std::string out;
  for (std::size_t count = 0; !names.empty() && count < kMostItems; ++count) {
    const auto name = names.next();
    if (!name) break;
    add(out, general_name(*name));
  }
  return out;
}

std::string alternative_names(Reader value) {
  const auto sequence = value.enter(Tag::kSequence);
  return sequence ? general_names(*sequence) : std::string();
}

std::string name_constraints(Reader value) {
  auto sequence = value.enter(Tag::kSequence);
  std::string out;
  for (std::size_t count = 0; sequence && !sequence->empty();) {
    const auto subtrees = sequence->next();
    if (!subtrees) break;
    const std::string word = subtrees->tag == der::context_constructed(0) ? "only " : "not ";
    for (Reader list(subtrees->value); !list.empty() && count < kMostItems; ++count) {
      auto subtree = list.enter(Tag::kSequence);
      const auto name = subtree ? subtree->next() : std::nullopt;
      if (!name) break;
      add(out, word + general_name(*name));
    }
  }
  return out;
}

/// All addresses in it, at whatever depth these extensions have them.
void add_addresses(Reader in, std::string& out, int depth) {
  while (!in.empty() && depth < 8) {
    const auto element = in.next();
    if (!element) return;
    if (element->tag == der::context_primitive(6)) {
      add(out, visible(element->value));
    } else if ((static_cast<unsigned>(element->tag) & 0x20) != 0) {
      add_addresses(Reader(element->value), out, depth + 1);
    }
  }
}

std::string addresses(Reader value) {
  std::string out;
  add_addresses(value, out, 0);
  return out;
}

std::string key_identifier(Reader value) {
  const auto octets = value.read(Tag::kOctetString);
  return octets ? hex_text(*octets) : std::string();
}

std::string authority(Reader value) {
  auto sequence = value.enter(Tag::kSequence);
  const auto octets = sequence ? sequence->read(der::context_primitive(0)) : std::nullopt;
  return octets ? hex_text(*octets) : std::string();
}

std::string policies(Reader value) {
  auto sequence = value.enter(Tag::kSequence);
  std::string out;
  for (std::size_t count = 0; sequence && !sequence->empty() && count < kMostItems; ++count) {
    auto policy = sequence->enter(Tag::kSequence);
    const auto id = policy ? policy->read(Tag::kOid) : std::nullopt;
    if (!id) break;
    add(out, der::oid::dotted(*id));
  }
  return out;
}

struct Kind {
  oid::Oid id;
  std::string_view name;
  std::string (*text)(Reader value);  // null: only its octets
};

constexpr Kind kKinds[] = {
    {oid::kBasicConstraints, "Basic constraints", basic_constraints},
    {oid::kKeyUsage, "Key usage", key_usage},
    {oid::kExtKeyUsage, "Purposes", purposes},
    {oid::kSubjectKeyIdentifier, "Subject key identifier", key_identifier},
    {oid::kAuthorityKeyIdentifier, "Authority key identifier", authority},
    {oid::kSubjectAlternativeName, "Other names", alternative_names},
    {oid::Oid("2.5.29.18"), "Other names of the issuer", alternative_names},
    {oid::kCrlDistributionPoints, "CRL at", addresses},
    {oid::Oid("1.3.6.1.5.5.7.1.1"), "Issuer and OCSP at", addresses},
    {oid::kCertificatePolicies, "Policies", policies},
    {oid::kNameConstraints, "Name constraints", name_constraints},
    {oid::kPolicyConstraints, "Policy constraints", nullptr},
};

ExtensionText text_of(Bytes id, bool critical, Bytes value) {
  ExtensionText out{der::oid::dotted(id), {}, critical, {}};
  for (const auto& kind : kKinds) {
    if (!oid::is(id, kind.id)) continue;
    out.name = kind.name;
    if (kind.text != nullptr) out.text = kind.text(Reader(value));
  }
  if (out.text.empty()) out.text = hex_text(value);
  return out;
}

/// The cursor before Extensions, if there are any.
std::optional<Reader> extensions_of(Bytes der) {
  Reader file(der);
  auto certificate = file.enter(Tag::kSequence);
  auto tbs = certificate ? certificate->enter(Tag::kSequence) : std::nullopt;
  while (tbs && !tbs->empty() && !tbs->at(der::context_constructed(3))) {
    if (!tbs->next()) return std::nullopt;
  }
  auto wrapped = tbs ? tbs->enter(der::context_constructed(3)) : std::nullopt;
  return wrapped ? wrapped->enter(Tag::kSequence) : std::nullopt;
}

}  // namespace

std::vector<ExtensionText> extension_texts(Bytes der) {
  std::vector<ExtensionText> out;
  auto list = extensions_of(der);
  while (list && !list->empty()) {
    auto extension = list->enter(Tag::kSequence);
    const auto id = extension ? extension->read(Tag::kOid) : std::nullopt;
    if (!id) break;
    const bool critical = extension->read_boolean().value_or(false);
    const auto value = extension->read(Tag::kOctetString);
    if (!value) break;
    out.push_back(text_of(*id, critical, *value));
  }
  return out;
}

}  // namespace popcert::x509
