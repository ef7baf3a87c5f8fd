#pragma once

#include <vector>

#include "base/secret.h"

namespace popcert::keys {

/// The BMPStrings (RFC 7292 B.1: UTF-16 in big-endian order, then a pair of NUL octets) that programs make of a
/// password for the derivation of PKCS #12, the right one first:
/// - characters beyond the BMP as surrogates, as Windows, OpenSSL and Java write them;
/// - each octet of the UTF-8 widened to 16 bits, as OpenSSL did before 1.1.0, if that is another string; the only form
///   of octets that are not UTF-8;
/// - for the empty password also no octet at all, as old Windows wrote it.
std::vector<Secret> bmp_passwords(Bytes utf8);

}  // namespace popcert::keys
