#pragma once

#include "crypto/cipher.h"

namespace popcert::crypto {

/// Pads (RFC 8018 6.1.1 step 4) and encrypts in CBC mode, in constant time. What comes out is public.
/// cipher   kAes256 or kDesEde3: what is written here is one of these
/// key      key_octets(cipher) octets
/// iv       block_octets(cipher) octets, which nobody can foresee
Buffer encrypt_cbc(Cipher cipher, Bytes key, Bytes iv, Bytes plaintext);

}  // namespace popcert::crypto
