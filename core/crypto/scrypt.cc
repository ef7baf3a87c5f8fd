#include <bit>
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
    std::memset(data_, 0, words_ * sizeof(Word));
    // Octet by octet through a volatile pointer takes too long for 64 MiB; this tells the optimiser that they are read.
    __asm__ volatile("" : : "r"(data_) : "memory");
    std::free(data_);
  }
  Word* data() { return data_; }

 private:
  std::size_t words_;
  Word* data_;
};

/// Salsa20/8 core of 16 words (RFC 7914 3), each round a column and a row step.
void salsa20_8(Word* block) {
  Word x[16];
  std::copy_n(block, 16, x);
  const auto quarter = [&x](int a, int b, int c, int d) {
    x[b] ^= std::rotl(x[a] + x[d], 7);
    x[c] ^= std::rotl(x[b] + x[a], 9);
    x[d] ^= std::rotl(x[c] + x[b], 13);
    x[a] ^= std::rotl(x[d] + x[c], 18);
  };
  for (int round = 0; round < 4; ++round) {
    quarter(0, 4, 8, 12), quarter(5, 9, 13, 1), quarter(10, 14, 2, 6), quarter(15, 3, 7, 11);
    quarter(0, 1, 2, 3), quarter(5, 6, 7, 4), quarter(10, 11, 8, 9), quarter(15, 12, 13, 14);
  }
  for (int i = 0; i < 16; ++i) block[i] += x[i];
}

/// scryptBlockMix (RFC 7914 4) of 2r blocks of 16 words.
void block_mix(const Word* in, Word* out, std::size_t r) {
  Word x[16];
  std::copy_n(in + (2 * r - 1) * 16, 16, x);
  for (std::size_t i = 0; i < 2 * r; ++i) {
    for (int j = 0; j < 16; ++j) x[j] ^= in[i * 16 + j];
    salsa20_8(x);
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
