// Derives keys from passwords and decrypts with the secret octets marked as undefined, and lets valgrind's memcheck
// report every branch and every address that depends on them.
//
//     valgrind -q ./passwords_valgrind
//
// Ends with 0 if nothing was reported but for scrypt, which must be: it reads its table at places that the password
// decides, as RFC 7914 5 has it, and so shows that valgrind sees such things here.
//
// Not secret, and declassified: whether padding or a MAC is right, and the number of padding octets.

#include <valgrind/memcheck.h>

#include <cstdio>

#include "crypto/cipher.h"
#include "crypto/hmac.h"
#include "crypto/kdf.h"

extern "C" void __wrap_popcert_declassify(void* octets, std::size_t size) { VALGRIND_MAKE_MEM_DEFINED(octets, size); }

namespace popcert::crypto {
namespace {

int failures = 0;

/// Says how many reports a step brought, and counts it as failed if there should be none or should be some.
void report(const char* step, bool reports_wanted = false) {
  static unsigned long before = 0;
  const unsigned long now = VALGRIND_COUNT_ERRORS;
  const bool good = (now > before) == reports_wanted;
  std::printf("%s: %lu reports%s\n", step, now - before, good ? "" : "  <- WRONG");
  std::fflush(stdout);
  failures += good ? 0 : 1;
  before = now;
}

Buffer secret(std::size_t octets) {
  Buffer out(octets, 0x5a);
  VALGRIND_MAKE_MEM_UNDEFINED(out.data(), out.size());
  return out;
}

void run() {
  const Buffer salt(20), iv(16), password = secret(14), long_password = secret(200), ciphertext = secret(64);
  const Hash hashes[] = {Hash::kMd5, Hash::kSha1, Hash::kSha224, Hash::kSha256, Hash::kSha384, Hash::kSha512};
  for (const Hash hash : hashes) {
    (void)pbkdf2(hash, password, salt, 3, 70);
    (void)pbkdf2(hash, long_password, salt, 2, 16);
    report("PBKDF2");
    (void)pkcs12_kdf(hash, Pkcs12Purpose::kKey, password, salt, 3, 70);
    report("PKCS #12");
  }
  (void)pbkdf1(Hash::kMd5, password, salt, 3, 16);
  (void)openssl_bytes_to_key(password, salt, 32);
  report("PBKDF1, EVP_BytesToKey");

  const Cipher ciphers[] = {Cipher::kAes128,  Cipher::kAes192, Cipher::kAes256,
                            Cipher::kDesEde3, Cipher::kDes,    Cipher::kRc2};
  for (const Cipher cipher : ciphers) {
    const Buffer key = secret(cipher == Cipher::kRc2 ? 5 : key_octets(cipher));
    const auto plaintext = decrypt_cbc(cipher, key, Bytes(iv).first(block_octets(cipher)), ciphertext, 40);
    report(plaintext ? "CBC, padding right by chance" : "CBC, padding wrong");
  }

  const Secret mac = hmac(Hash::kSha256, secret(32), ciphertext);
  const bool same = equal_in_constant_time(mac.expose(), Buffer(32));
  report(same ? "HMAC, right" : "HMAC, wrong");

  (void)bool{scrypt(password, salt, 16, 2, 1, 32)};
  report("scrypt (reports wanted)", true);
}

}  // namespace
}  // namespace popcert::crypto

int main() {
  if (RUNNING_ON_VALGRIND == 0) {
    std::puts("passwords_valgrind: skipped, this needs valgrind");
    return 77;
  }
  popcert::crypto::run();
  std::puts(popcert::crypto::failures == 0 ? "passwords_valgrind: good" : "passwords_valgrind: bad");
  return popcert::crypto::failures == 0 ? 0 : 1;
}
