#pragma once

#include <optional>
#include <string>

#include "der/reader.h"

// Whether a name of one kind lies in a subtree of the same kind (RFC 5280 4.2.1.10), as OpenSSL decides it: nothing
// where it calls the name or the subtree malformed.
namespace popcert::x509 {

std::optional<bool> is_dns_name_within(Bytes name, Bytes base);
std::optional<bool> is_email_within(Bytes address, Bytes base);
std::optional<bool> is_uri_within(Bytes uri, Bytes base);
/// base   address and mask
std::optional<bool> is_address_within(Bytes address, Bytes base);

/// The common name, if it looks like a host's of two labels or more; else "". Nothing if there is a NUL in it.
std::optional<std::string> host_name_of(const der::Element& common_name);

}  // namespace popcert::x509
