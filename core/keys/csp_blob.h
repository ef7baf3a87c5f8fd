#pragma once

#include "base/result.h"
#include "crypto/key.h"

// The key formats of Windows' CryptoAPI. Numbers in them stand with the least octet first.
namespace popcert::keys {

/// Whether the octets begin like a PRIVATEKEYBLOB or PUBLICKEYBLOB of RSA.
bool is_csp_blob(Bytes octets);

/// Errors   kObjectIsPublicKey, kDerTruncated, kDerTrailing, kKeyTypeUnsupported (name), those of
///          crypto::make_rsa_private_key
/// Source   [MS-MQQB] 2.2; wincrypt.h: PUBLICKEYSTRUC, RSAPUBKEY; RSA/Schannel Key BLOBs
Result<crypto::PrivateKey> decode_csp_blob(Bytes octets);

/// A PVK file, what makecert and pvk2pfx use: a header around such a blob.
bool is_pvk(Bytes octets);

/// Errors   kFormatPvkEncrypted, kDerTruncated, those of `decode_csp_blob`
Result<crypto::PrivateKey> decode_pvk(Bytes octets);

}  // namespace popcert::keys
