#pragma once

#include <optional>

#include "base/bytes.h"

#include "devpki/refusal.h"

namespace popcert::devpki {

/// What every certificate says of itself unless it is told otherwise: it is not to be trusted with anything real.
inline constexpr std::string_view kDevelopmentOnly = "Development only";

/// Fields of a subject, in UTF-8; empty ones are left out.
struct SubjectFields {
  std::string common_name;
  std::string organization = std::string(kDevelopmentOnly);
  std::string organizational_unit = {}, locality = {}, state = {}, country = {};
};

/// Lengths of RFC 5280 A.1; only visible text.
std::optional<Refusal> check_subject(const SubjectFields& fields);

/// fields   for which `check_subject` has found nothing
/// Returns  Name as TLV: country first, common name last, as OpenSSL writes it
Buffer encode_subject(const SubjectFields& fields);

/// The extension subjectAltName (RFC 5280 4.2.1.6) as TLV, of DNS names and IP addresses, v4 or v6.
Outcome<Buffer> encode_server_names(const std::vector<std::string>& names);

}  // namespace popcert::devpki
