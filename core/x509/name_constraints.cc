#include "x509/name_constraints.h"

#include <algorithm>

#include "der/oid.h"
#include "x509/canonical_name.h"
#include "x509/general_name.h"
#include "x509/name_attributes.h"
#include "x509/name_match.h"
#include "x509/name_subtrees.h"

namespace popcert::x509 {
namespace {

using der::Reader;
using der::Tag;

/// Compares names with one CA's constraints, until one is not allowed. kSubjectAlone: only subjects without an e-mail
/// address will come, so that a module that asks for nothing else is linked without the other kinds.
template <bool kSubjectAlone>
class Comparison {
 public:
  Comparison(const NameConstraints& constraints, std::size_t& budget) : constraints_(constraints), budget_(budget) {}

  NamesUnder result() const { return result_; }
  bool goes_on() const { return result_ == NamesUnder::kAllowed; }

  void subject(Bytes name) {
    const auto attributes = attributes_of(name);
    if (!attributes || attributes->empty()) return;
    directory(name);
    for (const auto& attribute : *attributes) {
      if (kSubjectAlone || !goes_on() || !der::oid::is(attribute.type, der::oid::kEmailAddress)) continue;
      if (attribute.value.tag == Tag::kIa5String) {
        one({NameKind::kEmail, attribute.value.value});
      } else {
        result_ = NamesUnder::kUnchecked;
      }
    }
  }

  void directory(Bytes name) {
    const Buffer canonical = canonical_name(name);
    one({NameKind::kDirectory, canonical});
  }

  void common_names(Bytes subject) {
    const auto attributes = attributes_of(subject);
    for (std::size_t i = 0; attributes && i < attributes->size() && goes_on(); ++i) {
      const auto& attribute = (*attributes)[i];
      if (!der::oid::is(attribute.type, der::oid::kCommonName)) continue;
      const auto host = host_name_of(attribute.value);
      if (!host) {
        result_ = NamesUnder::kUnchecked;
      } else if (!host->empty()) {
        one({NameKind::kDns, as_bytes(*host)});
      }
    }
  }

  /// name   a directoryName in canonical form
  void one(const GeneralName& name) {
    if (!goes_on()) return;
    bool permitted = false, of_this_kind = false;
    for (Reader list = constraints_.permitted; !list.empty() && goes_on();) {
      const auto match = next(list, name);
      of_this_kind |= match != Match::kOtherKind;
      permitted |= match == Match::kYes;
    }
    if (goes_on() && of_this_kind && !permitted) result_ = NamesUnder::kNotPermitted;
    for (Reader list = constraints_.excluded; !list.empty() && goes_on();) {
      if (next(list, name) == Match::kYes) result_ = NamesUnder::kExcluded;
    }
  }

 private:
  enum class Match : std::uint8_t { kYes, kNo, kOtherKind };

  Match next(Reader& list, const GeneralName& name) {
    const auto subtree = read_subtree(list);
    if (!subtree) return unchecked();
    const auto& base = subtree->base;
    const std::size_t cost = 16 + base.value.size() + name.value.size();
    if (budget_ < cost) {
      budget_ = 0;
      return unchecked();
    }
    budget_ -= cost;
    // An address of RFC 8398 is one of e-mail too, and other programs compare the two.
    const bool smtp = name.kind == NameKind::kOther && der::oid::is(name.value, der::oid::kSmtpUtf8Mailbox);
    if (smtp && base.kind == NameKind::kEmail) return unchecked();
    if (base.kind != name.kind) return Match::kOtherKind;
    if (base.kind == NameKind::kOther) return equal(base.value, name.value) ? unchecked() : Match::kOtherKind;
    if (subtree->bounded) return unchecked();
    const auto lies_in = is_within(name, base);
    return !lies_in ? unchecked() : *lies_in ? Match::kYes : Match::kNo;
  }

  static std::optional<bool> is_within(const GeneralName& name, const GeneralName& base) {
    if (name.kind == NameKind::kDirectory) {
      const Buffer beginning = canonical_name(base.value);
      return beginning.size() <= name.value.size() && equal(beginning, name.value.first(beginning.size()));
    }
    if (name.kind == NameKind::kDns) return is_dns_name_within(name.value, base.value);
    if constexpr (!kSubjectAlone) {
      if (name.kind == NameKind::kEmail) return is_email_within(name.value, base.value);
      if (name.kind == NameKind::kUri) return is_uri_within(name.value, base.value);
      if (name.kind == NameKind::kIpAddress) return is_address_within(name.value, base.value);
    }
    return std::nullopt;
  }

  Match unchecked() {
    result_ = NamesUnder::kUnchecked;
    return Match::kNo;
  }

  const NameConstraints& constraints_;
  std::size_t& budget_;
  NamesUnder result_ = NamesUnder::kAllowed;
};

/// Compares the alternative names; whether a DNS name is among them.
bool compare_alternative_names(Bytes value, Comparison<false>& comparison) {
  bool has_dns = false;
  auto names = der::enter_whole(value);
  while (names && !names->empty()) {
    const auto name = read_general_name(*names);
    if (!name) break;
    has_dns |= name->kind == NameKind::kDns;
    if (name->kind == NameKind::kDirectory) {
      comparison.directory(name->value);
    } else {
      comparison.one(*name);
    }
  }
  return has_dns;
}

}  // namespace

NamesUnder names_under(Bytes value, const Certificate& certificate, bool is_end, std::size_t& budget) {
  const auto constraints = read_constraints(value);
  const auto& alternative = certificate.extensions.subject_alternative_name;
  const std::size_t cost = certificate.subject.size() + (alternative ? alternative->size() : 0);
  if (!constraints || budget < cost) return NamesUnder::kUnchecked;
  budget -= cost;
  Comparison<false> comparison(*constraints, budget);
  comparison.subject(certificate.subject);
  const bool has_dns = alternative && compare_alternative_names(*alternative, comparison);
  if (is_end && !has_dns) comparison.common_names(certificate.subject);
  return comparison.result();
}

NamesUnder subject_under(Bytes value, Bytes subject, std::size_t& budget) {
  const auto constraints = read_constraints(value);
  if (!constraints) return NamesUnder::kUnchecked;
  Comparison<true> comparison(*constraints, budget);
  comparison.subject(subject);
  comparison.common_names(subject);
  return comparison.result();
}

}  // namespace popcert::x509
