#pragma once

#include <memory>

#include "proof/create.h"
#include "proof/prepare.h"

// The way of a proof whose key is elsewhere, in a device or a service: what is to be signed goes out, the signature
// comes back, and nothing has to be kept in between but what went out.
namespace popcert::proof {

/// As `CreateInput`, without a key. Borrows everything.
struct PrepareInput {
  std::optional<Bytes> ca_file = {};  // absent: none was given
  UnixSeconds now = 0;
  std::optional<UnixSeconds> not_before = {}, not_after = {};
  SubjectKey subject_key = SubjectKey::kFreshP256;
  Bytes subject_key_info = {};
  Bytes random = {};  // kRandomOctets
  Origin code_origin = Origin::kProgram, ca_origin = Origin::kProgram;
  bool code_confirmed = false;
  bool allow_long_validity = false;
  std::string_view chosen_ca = {};
  Service service = Service::kNone;
};

struct ToSign {
  Prepared prepared;
  std::shared_ptr<const x509::Certificate> ca;
  std::string verification_code;
};

/// Every finding, and the value if none of them fails. failure: why there is none.
template <class T>
struct Found {
  std::vector<Finding> findings;
  std::optional<Finding> failure;
  std::optional<T> value;
};

/// The rules of `create`, each, but for those about the key. Of several certificates in the CA's file the only one that
/// may sign is taken, or the one that is chosen.
Found<ToSign> prepare_elsewhere(const std::string& verification_code, const PrepareInput& input);

struct FinishInput {
  Bytes ca_file;  // that was prepared for; others may be in it
  Bytes tbs;      // as it was prepared
  Bytes signature_file;
  UnixSeconds now;
  bool allow_long_validity = false;
  Service service = Service::kNone;
};

/// Prepares the same again from what the octets say, and takes them only if they are the same: whatever lay in between,
/// nothing but a proof comes out. Then each way to read the signature (files/signature_readings.h), r and s side by
/// side and octets from last to first among them, is put to it until one holds. If none does, which mistake it is.
Found<Created> finish_elsewhere(const std::string& verification_code, const FinishInput& input);

}  // namespace popcert::proof
