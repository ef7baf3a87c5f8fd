#pragma once

#include <optional>

#include "base/bytes.h"
#include "base/error.h"

namespace popcert::files {

/// Names a file of another program by its first octets: Java keystores, PuTTY, OpenSSH, PGP, archives, databases,
/// keychains, stores, JWE, what other programs encrypted, and texts that only refer to a key (PKCS #11 URIs, addresses
/// of key vaults). Files with a PEM label: label.h.
/// file     as it is, or a text from pem::decode_text
/// Returns  nothing for anything else
std::optional<ErrorCode> recognise_foreign(Bytes file);

/// Whether a text begins as HTML does: it may hold what was looked for all the same.
bool is_web_page(Bytes text);

}  // namespace popcert::files
