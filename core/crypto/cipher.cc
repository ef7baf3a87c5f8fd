#include "crypto/cipher.h"

#include <bearssl.h>

#include "crypto/constant_time.h"
#include "crypto/rc2.h"
#include "crypto/wiped.h"

namespace popcert::crypto {
namespace {

/// More than any file that is read.
constexpr std::size_t kMaxCiphertext = std::size_t{1} << 30;

using Octets = std::span<std::uint8_t>;

// BearSSL's runs change the vector they are given.
struct Vector {
  explicit Vector(Bytes iv) { std::copy(iv.begin(), iv.end(), octets.begin()); }
  std::array<std::uint8_t, 16> octets{};
};

void decrypt_aes(Bytes key, Bytes iv, Octets data) {
  Wiped<br_aes_ct64_cbcdec_keys> keys;
  br_aes_ct64_cbcdec_init(&keys.value, key.data(), key.size());
  br_aes_ct64_cbcdec_run(&keys.value, Vector(iv).octets.data(), data.data(), data.size());
}

/// DES with 8 octets of key, EDE3 with 24.
void decrypt_des(Bytes key, Bytes iv, Octets data) {
  Wiped<br_des_ct_cbcdec_keys> keys;
  br_des_ct_cbcdec_init(&keys.value, key.data(), key.size());
  br_des_ct_cbcdec_run(&keys.value, Vector(iv).octets.data(), data.data(), data.size());
}

void decrypt_rc2(Bytes key, std::size_t effective_bits, Bytes iv, Bytes ciphertext, Octets data) {
  const Rc2 rc2(key, effective_bits);
  for (std::size_t at = 0; at < data.size(); at += 8) {
    rc2.decrypt(data.subspan(at).first<8>());
    const Bytes previous = at == 0 ? iv : ciphertext.subspan(at - 8, 8);
    for (std::size_t i = 0; i < 8; ++i) data[at + i] ^= previous[i];
  }
}

/// All ones if a < b, both below 2^31.
std::uint32_t less_mask(std::uint32_t a, std::uint32_t b) { return 0 - opaque((a - b) >> 31); }

/// Number of padding octets, or 0 if the padding is not 1, 2 2, 3 3 3 and so on, up to a whole block.
std::size_t padding_octets(Bytes data, std::size_t block) {
  const std::uint32_t count = data.back();
  std::uint32_t wrong = ~less_mask(0, count) | less_mask(static_cast<std::uint32_t>(block), count);
  for (std::uint32_t i = 0; i < block; ++i) wrong |= less_mask(i, count) & (data[data.size() - 1 - i] ^ count);
  return count & (0 - opaque(is_zero(wrong)));
}

}  // namespace

std::size_t block_octets(Cipher cipher) {
  switch (cipher) {
    case Cipher::kAes128:
    case Cipher::kAes192:
    case Cipher::kAes256: return 16;
    case Cipher::kDesEde3:
    case Cipher::kDes:
    case Cipher::kRc2: return 8;
  }
  return 0;
}

std::size_t key_octets(Cipher cipher) {
  switch (cipher) {
    case Cipher::kAes128: return 16;
    case Cipher::kAes192: return 24;
    case Cipher::kAes256: return 32;
    case Cipher::kDesEde3: return 24;
    case Cipher::kDes: return 8;
    case Cipher::kRc2: return 0;
  }
  return 0;
}

Result<Secret> decrypt_cbc(Cipher cipher, Bytes key, Bytes iv, Bytes ciphertext, std::size_t rc2_bits) {
  const Error malformed{ErrorCode::kEncryptedContentMalformed};
  const std::size_t block = block_octets(cipher);
  if (iv.size() != block) return malformed;
  if (ciphertext.empty() || ciphertext.size() % block != 0 || ciphertext.size() > kMaxCiphertext) return malformed;
  const bool rc2 = cipher == Cipher::kRc2;
  if (rc2 ? key.empty() || key.size() > 128 || rc2_bits == 0 || rc2_bits > 1024 : key.size() != key_octets(cipher)) {
    return malformed;
  }
  Secret data = Secret::copy_of(ciphertext);
  if (rc2) {
    decrypt_rc2(key, rc2_bits, iv, ciphertext, data.writable());
  } else if (block == 16) {
    decrypt_aes(key, iv, data.writable());
  } else {
    decrypt_des(key, iv, data.writable());
  }
  std::size_t padding = padding_octets(data.expose(), block);
  popcert_declassify(&padding, sizeof padding);
  if (padding == 0) return Error{ErrorCode::kPasswordWrong};
  return Secret::copy_of(data.expose().first(data.size() - padding));
}

}  // namespace popcert::crypto
