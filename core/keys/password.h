#pragma once

#include <string_view>
#include <vector>

#include "base/secret.h"

namespace popcert::keys {

/// A password as it was given, in UTF-8. composed, decomposed: the same characters by Unicode's forms NFC and NFD,
/// where the caller knows them; they take Unicode's tables.
struct Password {
  Password(Bytes as_typed) : typed(as_typed) {}
  Bytes typed, composed{}, decomposed{};
};

struct PasswordForm {
  std::string_view name;  // "a line break at its end"
  Secret octets;
  /// Only where a MAC proves the password: elsewhere a line break that was given is taken to be meant.
  bool where_proven = false;
};

/// What scripts, files and keyboards make of a password, the likely first and none twice: a line break more or less at
/// its end, composed and decomposed characters, Latin-1, blanks at its ends, UTF-16, and none at all.
std::vector<PasswordForm> other_forms(const Password& password);

/// The BMPStrings (RFC 7292 B.1: UTF-16 in big-endian order, then a pair of NUL octets) that programs make of a
/// password for the derivation of PKCS #12, the right one first:
/// - characters beyond the BMP as surrogates, as Windows, OpenSSL and Java write them;
/// - each octet of the UTF-8 widened to 16 bits, as OpenSSL did before 1.1.0, if that is another string; the only form
///   of octets that are not UTF-8;
/// - for the empty password also no octet at all, as old Windows wrote it.
std::vector<Secret> bmp_passwords(Bytes utf8);

}  // namespace popcert::keys
