#pragma once

#include <span>

#include "proof/origin.h"
#include "proof/service.h"
#include "sentences/finding.h"
#include "x509/certificate_profile.h"

namespace popcert::proof {

/// Nobody runs this program before it was made: a clock that says so is wrong. 2026-11-01T00:00:00Z; moved with
/// releases.
inline constexpr UnixSeconds kReleaseTime = 1793491200;
inline constexpr UnixSeconds kDaySeconds = 86400;
/// Clocks of offline machines are wrong, and a service's may be too.
inline constexpr UnixSeconds kDaysBack = 3 * kDaySeconds;
inline constexpr UnixSeconds kDaysAhead = 30 * kDaySeconds;
/// A proof is looked at once. What is valid for longer is a certificate to be used, and nobody is led into making one.
inline constexpr UnixSeconds kLongestPeriod = 90 * kDaySeconds;

/// Everything that is known without any secret, but for the code; empty while not yet given.
struct CheckInput {
  std::span<const x509::Certificate> certificates;           // of the CA's file, in file order
  std::span<const x509::Certificate> key_file_certificates;  // what lies beside the keys, in file order
  std::span<const crypto::PublicKey> keys;                   // public halves of the private keys that were read
  UnixSeconds now;
  std::optional<UnixSeconds> not_before, not_after;  // as the user wants it; else kDaysBack and kDaysAhead of now
  bool allow_long_validity = false;                  // beyond kLongestPeriod
  Origin ca_origin = Origin::kProgram;               // of the CA's file
  std::string_view chosen_ca = {};                   // SHA-1 of the certificate that signs, lower-case hex; empty: any
  Service service = Service::kNone;                  // that the proof is for, as far as it is known
};

/// A certificate and a key that belong together: places as in `CheckedRequest`.
struct Pair {
  std::size_t ca, key;
};

/// A request for which no check failed: who signs, and for how long. Only `check` makes one.
class CheckedRequest {
 public:
  const x509::Issuer& issuer() const { return issuer_; }
  const x509::Period& validity() const { return validity_; }
  /// Among the certificates of the CA's file, and behind them those of the key's file.
  std::size_t ca_index() const { return ca_; }
  std::size_t key_index() const { return key_; }

 private:
  friend struct Checker;
  CheckedRequest(x509::Issuer issuer, x509::Period validity, std::size_t ca, std::size_t key)
      : issuer_(std::move(issuer)), validity_(validity), ca_(ca), key_(key) {}
  x509::Issuer issuer_;
  x509::Period validity_;
  std::size_t ca_, key_;
};

struct Checked {
  std::vector<Finding> findings;       // every one, in the order of the form
  std::optional<std::size_t> ca, key;  // which were chosen, as far as that can be said; ca as in CheckedRequest
  std::vector<Pair> candidates;        // more than one: which is meant, the files do not tell
  UnixSeconds not_before = 0, not_after = 0;
  std::optional<CheckedRequest> request;  // set if nothing failed and nothing is missing
};

/// Every reason for which the service would refuse, before it can, that holds for whatever code is signed. Among
/// several certificates the one that fits the key is chosen, a usable one before one that is expired or no CA. The CA's
/// file goes before the key's, but not where somebody else gave it: a certificate of the right key is easily invented.
/// Where the two differ, that is said. Where several fit that a service tells apart, by key, name or key identifier,
/// they are the candidates: of one key the first is taken, with a warning; of several keys none, until one is chosen.
Checked check(const CheckInput& input);

/// Of these the part that is about the CA's certificates alone, whatever key, code and period.
std::vector<Finding> check_ca_certificates(std::span<const x509::Certificate> certificates, UnixSeconds now,
                                           Origin origin);

}  // namespace popcert::proof
