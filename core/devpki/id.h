#pragma once

#include <span>

#include "devpki/refusal.h"

namespace popcert::devpki {

/// Devices of one run.
inline constexpr std::size_t kMaxIds = 100'000;
/// RFC 5280 A.1, ub-common-name. A registration id may have 128 characters, but it is the common name.
inline constexpr std::size_t kMaxIdCharacters = 64;

/// Whether each is a registration id that can be a common name: letters, digits and - . _ : of ASCII, the last one a
/// letter, a digit or a hyphen. That leaves no comma, quote or slash for a file name or a CSV to stumble over, and no
/// "..". None may be there twice, in whatever case and with : for _, as file names cannot tell those apart.
/// Returns  every refusal, in the order of the ids; facts.second is the line, from 1
/// Source   the service's reference of registration ids: "alphanumeric characters and the special characters: - . _ :"
std::vector<Refusal> check_ids(std::span<const std::string> ids);

/// The name of the folder of a device, on every system: : becomes _, and the names that Windows keeps for itself (CON,
/// AUX, COM1...) get a _ in front. Of any other text, such as the name of a CA that is renewed, each octet that is not
/// of an id becomes _ too.
std::string folder_name(std::string_view id);

}  // namespace popcert::devpki
