#pragma once

#include "base/limits.h"

#include <memory>

#include "files/found_key.h"
#include "keys/password.h"
#include "proof/check.h"
#include "proof/subject_key.h"
#include "proof/verification_code.h"
#include "x509/verified_certificate.h"

namespace popcert::proof {

/// SP 800-90B calls it the repetition test: a source that gives one octet again and again is broken, or one that gives
/// two codes the same. random: kRandomOctets for each code
bool is_random(Bytes random, std::size_t codes);

/// What signs, whatever the code. Borrows everything.
struct CreateInput {
  std::optional<Bytes> ca_file;  // none: the certificate is in the key's file
  Bytes key_file;
  std::optional<keys::Password> password;
  UnixSeconds now;
  std::optional<UnixSeconds> not_before, not_after;
  SubjectKey subject_key = SubjectKey::kFreshP256;
  Bytes subject_key_info;  // with kGiven: SubjectPublicKeyInfo, DER or PEM
  Bytes random;            // kRandomOctets for each code, from a cryptographic source
  Origin code_origin = Origin::kProgram, ca_origin = Origin::kProgram;
  bool codes_confirmed = false;      // a person has said that these codes are what the service shows
  bool allow_long_validity = false;  // CheckInput
  std::string_view chosen_ca = {};   // likewise
  Service service = Service::kNone;  // that the caller names; else the one of the codes counts
};

struct Created {
  x509::VerifiedCertificate certificate;
  std::shared_ptr<const x509::Certificate> ca;  // the one that signed; a batch has one
  std::string verification_code;
};

/// What went wrong, and beside which input it stands.
struct Failure {
  Error error;
  Field field;
};

struct Outcome {
  std::vector<Finding> findings;
  std::variant<Failure, Created> result;
};

/// The whole way up to the codes: the files are read, the key is decoded, and all that holds for every code is checked,
/// once. Then each code is signed on its own: prepare, sign, finish. Borrows its input.
class Signing {
 public:
  /// codes   that will be signed; `in.random` has to be for so many. None, or more than kMaxCodes, is a failure
  Signing(const CreateInput& in, std::span<const std::string> codes);

  /// Of key, certificate and period.
  const std::vector<Finding>& findings() const { return findings_; }
  /// Why nothing is signed, if it lies there.
  const std::optional<Failure>& failure() const { return failure_; }
  /// The code (UTF-8, as pasted) with the finding about it. A failure of all is the failure of each; what fails with
  /// one code alone does not touch the others.
  /// place   among the codes, each but once: it says which random octets are the code's
  Outcome sign(std::size_t place, const std::string& verification_code) const;

 private:
  void read_and_check(std::span<const std::string> codes);
  std::variant<Failure, Created> sign_code(const std::string& code, Bytes random) const;

  const CreateInput& in_;
  std::vector<Finding> findings_;
  std::optional<Failure> failure_;
  std::optional<CheckedRequest> request_;
  std::optional<files::FoundKey> key_;
  std::shared_ptr<const x509::Certificate> ca_;
  std::optional<crypto::PublicKey> subject_key_;  // where it was given
};

/// `Signing` for one code. Every finding is reported, also beside a failure; the failure is the first finding that
/// failed, or what went wrong after the checks.
Outcome create(const std::string& verification_code, const CreateInput& input);

}  // namespace popcert::proof
