#pragma once

#include "x509/certificate.h"

namespace popcert::x509 {

/// Whether it has Netscape's certificate type (2.16.840.1.113730.1.1, a BIT STRING), and this lacks SSL client, its first
/// bit. Old CAs write it, and OpenSSL still heeds it. Apart from other extensions, for only a device's certificate is
/// asked, and the signer sees none.
bool is_no_client_by_netscape(const Certificate& certificate);

}  // namespace popcert::x509
