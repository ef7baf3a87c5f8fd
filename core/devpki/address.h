#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace popcert::devpki {

/// Four octets of a dotted IPv4 address, sixteen of an IPv6 one (RFC 4291 2.2, without a zone); nothing for other text.
std::optional<Buffer> address_octets(std::string_view text);

/// Labels of letters, digits, hyphens and underscores, as hosts have them; the first may be *. Not an address.
bool is_dns_name(std::string_view text);

}  // namespace popcert::devpki
