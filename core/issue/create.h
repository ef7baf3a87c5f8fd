#pragma once

#include "issue/check.h"
#include "issue/contents.h"
#include "x509/verify.h"

namespace popcert::issue {

/// Octets of randomness that one certificate takes: the serial number, then the seed of a fresh key.
inline constexpr std::size_t kRandomOctets = 128;

/// The public key of the verification certificate. A fresh one is what the vendor's own sample makes; its private
/// half is thrown away, for nobody needs it.
enum class SubjectKey : std::uint8_t { kFreshP256, kFreshRsa2048, kGiven };

/// Borrows everything.
struct CreateInput {
  std::string_view verification_code;  // UTF-8, as pasted
  std::optional<Bytes> ca_file;        // none: the certificate is in the key's file
  Bytes key_file;
  std::optional<Bytes> password;  // UTF-8
  UnixSeconds now;
  std::optional<UnixSeconds> not_before, not_after;
  SubjectKey subject_key = SubjectKey::kFreshP256;
  Bytes subject_key_info;  // with kGiven: SubjectPublicKeyInfo, DER or PEM
  Bytes random;            // kRandomOctets from a cryptographic source
};

struct Created {
  x509::VerifiedCertificate certificate;
  x509::Certificate ca;  // the one that signed
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

/// The whole way: read the files, check, encode, sign, assemble, verify. Every finding is reported, also beside a
/// failure; the failure is the first finding that failed, or what went wrong after the checks.
Outcome create(const CreateInput& input);

/// What a CA's file holds for us. defect: something in it could not be read and might have been what was meant.
struct CaFile {
  std::vector<x509::Certificate> certificates;  // at least one
  std::optional<Error> defect;
};

/// Reads a file of which only the certificates count; the error says what it is instead.
Result<CaFile> read_ca_file(Bytes file);

/// `check` before any key is used: takes the CA's file (empty: none yet) and the public halves that `inspect` found.
/// Findings about the file itself come right after that about the code.
Checked check_files(std::string_view verification_code, Bytes ca_file, std::span<const crypto::PublicKey> keys,
                    UnixSeconds now, std::optional<UnixSeconds> not_before, std::optional<UnixSeconds> not_after);

}  // namespace popcert::issue
