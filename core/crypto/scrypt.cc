#include <cstdlib>
#include <cstring>
#include <memory>

#include "crypto/kdf.h"

namespace popcert::crypto {
namespace {

using Word = std::uint32_t;

/// Words that scrypt works on: far more than a stack holds, so the allocation may fail, and is asked whether it did.
class Workspace {
 public:
  explicit Workspace(std::size_t words) : words_(words), data_(static_cast<Word*>(std::calloc(words, sizeof(Word)))) {}
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  ~Workspace() {
    if (data_ == nullptr) return;
    wipe_fast({reinterpret_cast<std::uint8_t*>(data_), words_ * sizeof(Word)});
    std::free(data_);
  }
  Word* data() { return data_; }

 private:
  std::size_t words_;
  Word* data_;
};

// Not std::rotl, which is left as a call at -Os: ten times slower.
[[gnu::always_inline]] inline Word rotate_left(Word x, int count) { return x << count | x >> (32 - count); }

[[gnu::always_inline]] inline void quarter(Word& a, Word& b, Word& c, Word& d) {
  b ^= rotate_left(a + d, 7);
  c ^= rotate_left(b + a, 9);
  d ^= rotate_left(c + b, 13);
  a ^= rotate_left(d + c, 18);
}

/// block = Salsa20/8(block ^ in), 16 words (RFC 7914 3). As variables and not as an array, since nearly all of scrypt's
/// time is spent here and an array would stay in memory.
void xor_salsa20_8(Word* block, const Word* in) {
  for (int i = 0; i < 16; ++i) block[i] ^= in[i];
  Word x0 = block[0], x1 = block[1], x2 = block[2], x3 = block[3];
  Word x4 = block[4], x5 = block[5], x6 = block[6], x7 = block[7];
  Word x8 = block[8], x9 = block[9], x10 = block[10], x11 = block[11];
  Word x12 = block[12], x13 = block[13], x14 = block[14], x15 = block[15];
  for (int round = 0; round < 8; round += 2) {
    quarter(x0, x4, x8, x12), quarter(x5, x9, x13, x1), quarter(x10, x14, x2, x6), quarter(x15, x3, x7, x11);
    quarter(x0, x1, x2, x3), quarter(x5, x6, x7, x4), quarter(x10, x11, x8, x9), quarter(x15, x12, x13, x14);
  }
  block[0] += x0, block[1] += x1, block[2] += x2, block[3] += x3;
  block[4] += x4, block[5] += x5, block[6] += x6, block[7] += x7;
  block[8] += x8, block[9] += x9, block[10] += x10, block[11] += x11;
  block[12] += x12, block[13] += x13, block[14] += x14, block[15] += x15;
}

/// scryptBlockMix (RFC 7914 4) of 2r blocks of 16 words.
void block_mix(const Word* in, Word* out, std::size_t r) {
  Word x[16];
  std::copy_n(in + (2 * r - 1) * 16, 16, x);
  for (std::size_t i = 0; i < 2 * r; ++i) {
    xor_salsa20_8(x, in + i * 16);
    std::copy_n(x, 16, out + (i / 2 + (i % 2) * r) * 16);
  }
}

/// scryptROMix (RFC 7914 5). block, scratch: 32r words; table: 32rN words. Which entry is read depends on the password:
/// scrypt is made so.
void rom_mix(Word* block, Word* scratch, Word* table, std::size_t n, std::size_t r) {
  const std::size_t words = 32 * r;
  for (std::size_t i = 0; i < n; ++i) {
    std::copy_n(block, words, table + i * words);
    block_mix(table + i * words, block, r);
  }
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t j = block[words - 16] & (n - 1);
    const Word* entry = table + j * words;
    for (std::size_t k = 0; k < words; ++k) scratch[k] = block[k] ^ entry[k];
    block_mix(scratch, block, r);
  }
}

Word little_endian(const std::uint8_t* in) { return in[0] | Word{in[1]} << 8 | Word{in[2]} << 16 | Word{in[3]} << 24; }

}  // namespace

Result<Secret> scrypt(Bytes password, Bytes salt, std::size_t n, std::size_t r, std::size_t p, std::size_t octets) {
  const std::size_t words = 32 * r;
  Workspace table(words * n), blocks(2 * words);
  if (table.data() == nullptr || blocks.data() == nullptr) return Error{ErrorCode::kOutOfMemory};
  Word* block = blocks.data();
  Secret b = pbkdf2(Hash::kSha256, password, salt, 1, 128 * r * p);
  for (std::size_t lane = 0; lane < p; ++lane) {
    std::uint8_t* at = b.writable().data() + lane * 128 * r;
    for (std::size_t i = 0; i < words; ++i) block[i] = little_endian(at + 4 * i);
    rom_mix(block, block + words, table.data(), n, r);
    for (std::size_t i = 0; i < words; ++i) {
      for (int k = 0; k < 4; ++k) at[4 * i + k] = static_cast<std::uint8_t>(block[i] >> (8 * k));
    }
  }
  return pbkdf2(Hash::kSha256, password, b.expose(), 1, octets);
}

}  // namespace popcert::crypto
