#pragma once

#include <memory>

#include "issue/check.h"
#include "issue/contents.h"
#include "issue/verification_code.h"
#include "x509/verify.h"

namespace popcert::issue {

/// Octets of randomness that one certificate takes: the serial number, then the seed of a fresh key.
inline constexpr std::size_t kRandomOctets = 128;

/// Codes that one call signs.
inline constexpr std::size_t kMaxCodes = 1000;

/// The public key of the verification certificate. A fresh one is what the vendor's own sample makes; its private
/// half is thrown away, for nobody needs it.
enum class SubjectKey : std::uint8_t { kFreshP256, kFreshRsa2048, kGiven };

/// What signs, whatever the code. Borrows everything.
struct CreateInput {
  std::optional<Bytes> ca_file;  // none: the certificate is in the key's file
  Bytes key_file;
  std::optional<Bytes> password;  // UTF-8
  UnixSeconds now;
  std::optional<UnixSeconds> not_before, not_after;
  SubjectKey subject_key = SubjectKey::kFreshP256;
  Bytes subject_key_info;  // with kGiven: SubjectPublicKeyInfo, DER or PEM
  Bytes random;            // kRandomOctets for each code, from a cryptographic source
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

/// findings   of key, certificate and period, which hold for every code
/// failure    why nothing was signed, if it lies there
/// results    one for each code, with the finding about it; what fails with one does not touch the others
struct Batch {
  std::vector<Finding> findings;
  std::optional<Failure> failure;
  std::vector<Outcome> results;
};

/// The whole way: read the files, check, encode, sign, assemble, verify; the key is decoded once and signs each code
/// (UTF-8, as pasted) on its own. Without a code or with more than kMaxCodes there are no results.
Batch create_all(std::span<const std::string> verification_codes, const CreateInput& input);

/// `create_all` for one code. Every finding is reported, also beside a failure; the failure is the first finding that
/// failed, or what went wrong after the checks.
Outcome create(const std::string& verification_code, const CreateInput& input);

/// What a CA's file holds for us. defect: something in it could not be read and might have been what was meant.
struct CaFile {
  std::vector<x509::Certificate> certificates;  // at least one
  std::optional<Error> defect;
};

/// Reads a file of which only the certificates count; the error says what it is instead.
Result<CaFile> read_ca_file(Bytes file);

/// The form before any key is used.
struct CheckedForm {
  CodeCheck code;
  Checked checked;  // findings: about the files first

  bool ready() const { return checked.request && code.finding.status != Status::kFail; }
};

/// Checks the code, and the CA's file (empty: none yet) with the public halves that `inspect` found.
CheckedForm check_form(std::string_view verification_code, Bytes ca_file, std::span<const crypto::PublicKey> keys,
                       UnixSeconds now, std::optional<UnixSeconds> not_before, std::optional<UnixSeconds> not_after);

}  // namespace popcert::issue
