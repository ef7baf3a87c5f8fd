#pragma once

#include "base/limits.h"
#include "chain/answer.h"
#include "sentences/chain_text.h"

namespace popcert::chain {

/// A certificate that is no CA's, as far as it says.
bool is_device(const x509::Certificate& certificate);

/// Describes one way up, from the leaf: what is wrong with each link, then the verdict. Borrows the certificates.
class Describer {
 public:
  Describer(const std::vector<x509::Certificate>& certificates, std::size_t from_file, UnixSeconds now)
      : certificates_(certificates), from_file_(from_file), now_(now) {}

  /// A sentence about the certificate at this place.
  Finding about(std::string_view id, ChainText text, std::size_t place, std::int64_t value = 0) const;

  void leaf(ChainLink& link) const;
  /// cas_below: without those that are self-issued, which do not count (RFC 5280 6.1.4 l).
  void issuing(ChainLink& link, std::size_t cas_below) const;
  void validity(ChainLink& link) const;
  /// What is said of its extensions and names, whatever issued it.
  void contents(ChainLink& link) const;
  /// issuer   where in all certificates it stands
  void signature(ChainLink& link, x509::Signature signature, std::size_t issuer) const;
  /// The names of each link under the name constraints of those above it, up to the link `top`.
  void names(Answer& out, std::size_t top);
  /// A CA with the name of its own issuer, and no key identifiers that tell which of the two issued what.
  void self_issued(Answer& out) const;
  /// The device sends every certificate up to the listed one; that one the service has.
  void sending(ChainLink& link) const;

  /// anchor   the link that counts, if one is listed
  void conclude(Answer& out, std::optional<std::size_t> anchor) const;

 private:
  void add(ChainLink& link, std::string_view id, ChainText text, std::int64_t value = 0) const;

  const std::vector<x509::Certificate>& certificates_;
  std::size_t from_file_;
  UnixSeconds now_;
  std::size_t names_budget_ = kMaxNameOctets;
};

}  // namespace popcert::chain
