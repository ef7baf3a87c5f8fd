#pragma once

#include "files/contents.h"
#include "x509/signature.h"

namespace popcert::chain {

/// A CA certificate that the service lists.
struct Anchor {
  std::string sha1;  // over the DER, lower-case hex: the service's thumbprint
  bool verified;
};

/// Borrows everything.
struct ChainInput {
  Bytes file;                    // a device's chain, in any form and order that `read_contents` takes
  std::span<const Bytes> known;  // further files with CA certificates; what cannot be read is passed over
  std::span<const Anchor> anchors;
  UnixSeconds now;
};

/// Whether a certificate may have issued the one below it.
enum class MayIssue : std::uint8_t { kLeaf, kYes, kUnstated, kNotACa, kNoKeyCertSign, kPathTooLong };

enum class Validity : std::uint8_t { kValid, kExpired, kNotYetValid };

struct ChainLink {
  std::size_t certificate;                   // index into `ChainCheck::certificates`
  std::optional<std::size_t> issued_by;      // index into `links`: the next, its own, or a lower one in a loop
  std::optional<x509::Signature> signature;  // under its issuer's key; none: that is not here
  Validity validity = Validity::kValid;
  MayIssue may_issue = MayIssue::kLeaf;
  std::optional<bool> anchor;  // listed, and then whether verified
  std::vector<Finding> findings;
};

/// A certificate of the file that is not part of the chain.
struct UnusedCertificate {
  std::size_t certificate;
  bool duplicate;
};

struct ChainCheck {
  std::vector<x509::Certificate> certificates;  // of the file, in file order, then those known
  std::size_t from_file;                        // how many of them are of the file
  std::vector<std::size_t> known_places;        // of the others: place in ChainInput::known
  std::vector<ChainLink> links;                 // from the leaf up, at least one
  Finding verdict;
  std::size_t verdict_link;  // the link that the verdict is about
  std::vector<Finding> findings;
  std::vector<UnusedCertificate> unused;
  std::vector<files::Item> others;  // of the file: private keys, which were not used, and what could not be
};

}  // namespace popcert::chain
