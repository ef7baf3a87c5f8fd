#include "crypto/encrypt.h"

#include <bearssl.h>

#include <array>

#include "crypto/constant_time.h"
#include "crypto/wiped.h"

namespace popcert::crypto {

Buffer encrypt_cbc(Cipher cipher, Bytes key, Bytes iv, Bytes plaintext) {
  const std::size_t block = block_octets(cipher);
  const std::size_t padding = block - plaintext.size() % block;
  Secret data(plaintext.size() + padding);
  const auto octets = data.writable();
  std::copy(plaintext.begin(), plaintext.end(), octets.begin());
  std::fill(octets.end() - static_cast<std::ptrdiff_t>(padding), octets.end(), static_cast<std::uint8_t>(padding));
  std::array<std::uint8_t, 16> vector{};  // BearSSL's runs change the one they are given
  std::copy(iv.begin(), iv.end(), vector.begin());
  if (block == 16) {
    Wiped<br_aes_ct64_cbcenc_keys> keys;
    br_aes_ct64_cbcenc_init(&keys.value, key.data(), key.size());
    br_aes_ct64_cbcenc_run(&keys.value, vector.data(), octets.data(), octets.size());
  } else {
    Wiped<br_des_ct_cbcenc_keys> keys;
    br_des_ct_cbcenc_init(&keys.value, key.data(), key.size());
    br_des_ct_cbcenc_run(&keys.value, vector.data(), octets.data(), octets.size());
  }
  popcert_declassify(octets.data(), octets.size());
  return to_buffer(data.expose());
}

}  // namespace popcert::crypto
