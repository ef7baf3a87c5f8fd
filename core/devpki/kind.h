#pragma once

#include "x509/certificate_profile.h"

namespace popcert::devpki {

/// What is made for development. kVerification is the proof for a code, whose key nobody needs and nobody gets.
enum class Kind : std::uint8_t { kRoot, kIntermediate, kDevice, kEdgeCa, kServer, kVerification };

enum class KeyKind : std::uint8_t { kP256, kP384, kRsa2048, kRsa3072, kRsa4096 };

/// Whether it may sign others.
bool is_ca(Kind kind);

/// At least the extensions that the profiles of the vendor's openssl_root_ca.cnf give (v3_ca, v3_intermediate_ca,
/// usr_cert, server_cert), but for the two of Netscape's, which nothing reads any more; basicConstraints are critical
/// in all. keyUsage names keyEncipherment only for RSA, since an ECDSA key can encipher nothing (RFC 5480 3).
x509::CertificateProfile profile_of(Kind kind, bool rsa, x509::Period validity,
                                    std::optional<std::uint64_t> path_length);

}  // namespace popcert::devpki
