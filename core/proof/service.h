#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/key.h"

namespace popcert::proof {

/// Services that ask for a proof of possession. Each is a file in services/.
enum class Service : std::uint8_t {
  kNone,
#define POPCERT_SERVICE(enumerator, ...) enumerator,
#include "services.inc"
};

/// What is known of one, from its file.
struct ServiceFacts {
  Service service;
  std::string_view id, name;
  std::string_view characters;  // that its codes have; empty: any
  std::size_t least, most;      // of them
  bool uuid;                    // a code begins with a UUID (RFC 9562 4)
  bool certain;                 // nobody else hands out codes of this form
  std::string_view keys;        // of CAs that it is known to take: "RSA P-256"
  std::string_view keys_said;   // the same as a clause
  bool needs_basic_constraints;
};

std::span<const ServiceFacts> all_services();

/// service   not kNone
const ServiceFacts& facts_of(Service service);

/// kNone for what is no id of one.
Service service_named(std::string_view id);

/// A UUID (RFC 9562 4), perhaps with more hexadecimal digits behind it: Huawei, Tencent and Scaleway hand out the one,
/// Alibaba's ApsaraMQ the other.
bool is_like_a_uuid(std::string_view text);

/// Whether `code` has the form of the service's codes. So much is known of no service that it were a promise.
bool has_form_of(const ServiceFacts& service, std::string_view code);

/// All that hand out codes of this form, but for those of which no form is known.
std::vector<Service> services_of(std::string_view code);

bool takes_key(const ServiceFacts& service, const crypto::PublicKey& key);

}  // namespace popcert::proof
