// What development certificates do with keys that leave: making them, writing them as PKCS #8, encrypting them, base64. With
// all that is secret marked as undefined, as in secrets_valgrind.cc; the control at the end has to be reported.
//
// What is reported and right, by number, so that one more is found:
// - br_ec_keygen looks whether the candidate is below the group order and not zero, in one branch or two: one that is refused says nothing about
//   the one that is taken;
// - br_rsa_i31_compute_privexp looks whether p and q are odd and e has an inverse (remainder, greatest common divisor):
//   they are, and it has, or there would be no key. The bit length of (p-1)*(q-1) is that of the modulus, and marked as defined.
// How many candidates for RSA primes are thrown away shows in the time, and says nothing about those that are kept: these
// branches are named in candidates.supp. All arithmetic on primes is in functions that it does not name.

#include <valgrind/memcheck.h>

#include <cstdio>
#include <cstring>

#include "crypto/encrypt.h"
#include "crypto/generate_private.h"
#include "keys/pbes_write.h"
#include "keys/pkcs12_write.h"
#include "keys/pkcs8_write.h"
#include "pem/secret_pem.h"

extern "C" {
// The bit lengths of decoded integers are those of the primes: public.
void __real_br_i31_decode(std::uint32_t* x, const void* src, std::size_t len);
void __wrap_br_i31_decode(std::uint32_t* x, const void* src, std::size_t len) {
  __real_br_i31_decode(x, src, len);
  VALGRIND_MAKE_MEM_DEFINED(x, sizeof *x);
}
std::uint32_t __real_br_i31_bit_length(std::uint32_t* x, std::size_t xlen);
std::uint32_t __wrap_br_i31_bit_length(std::uint32_t* x, std::size_t xlen) {
  std::uint32_t length = __real_br_i31_bit_length(x, xlen);
  VALGRIND_MAKE_MEM_DEFINED(&length, sizeof length);
  return length;
}
void __wrap_popcert_declassify(void* octets, std::size_t size) { VALGRIND_MAKE_MEM_DEFINED(octets, size); }
}

namespace popcert {
namespace {

int failures = 0;

/// most: reports that are right.
void report(const char* step, unsigned long most = 0) {
  static unsigned long before = 0;
  const unsigned long now = VALGRIND_COUNT_ERRORS;
  const bool good = now - before <= most;
  std::printf("%s: %lu reports%s\n", step, now - before, good ? "" : "  <- WRONG");
  std::fflush(stdout);
  failures += good ? 0 : 1;
  before = now;
}

Buffer secret(std::size_t octets) {
  Buffer out(octets);
  for (std::size_t i = 0; i < octets; ++i) out[i] = static_cast<std::uint8_t>(7 * i + 1);
  VALGRIND_MAKE_MEM_UNDEFINED(out.data(), out.size());
  return out;
}

void write(const crypto::PrivateKey& key) {
  const Buffer password = secret(20), salt(16, 3), vector(16, 5), pfx_random(32, 9);
  const auto info = keys::encode_private_key_info(key);
  report("PKCS #8", std::holds_alternative<crypto::RsaPrivateKey>(key) ? 4 : 0);
  if (!info) return;
  (void)pem::encode_secret_pem("PRIVATE KEY", info->expose());
  report("PEM");
  const keys::PasswordKey password_key(password, salt, 3);
  (void)keys::encrypt_private_key_info(*info, password_key, vector);
  report("PBES2");
  const Buffer certificate(300, 0x30);
  const Bytes chain[] = {certificate};
  (void)keys::PfxWriter(Buffer(12, 'x'), salt, 3).write({info->expose(), chain, "x"}, pfx_random);
  (void)keys::OldPfxWriter(Buffer(12, 'x')).write({info->expose(), chain, "x"}, pfx_random);
  report("PFX");
}

void run() {
  for (const auto curve : {crypto::Curve::kP256, crypto::Curve::kP384}) {
    auto key = crypto::generate_ec_private_key(curve, secret(64));
    report("EC key", 2);
    if (key) write(crypto::PrivateKey(std::move(*key)));
  }
  auto rsa = crypto::generate_rsa_private_key(2048, secret(48));
  report("RSA key");
  if (rsa) {
    // How many octets a number has is public.
    for (Secret* number : {&rsa->p, &rsa->q, &rsa->dp, &rsa->dq, &rsa->qinv}) {
      VALGRIND_MAKE_MEM_DEFINED(number->writable().data(), 1);
    }
    write(crypto::PrivateKey(std::move(*rsa)));
  }
  const unsigned long before = VALGRIND_COUNT_ERRORS;
  const Buffer octet = secret(1);
  static volatile int odd = 0;
  if (octet[0] & 1) odd = odd + 1;
  if (VALGRIND_COUNT_ERRORS == before) ++failures;  // the control: a valgrind that sees nothing
}

}  // namespace
}  // namespace popcert

int main() {
  if (RUNNING_ON_VALGRIND == 0) {
    std::puts("devpki_valgrind: skipped, this needs valgrind");
    return 77;
  }
  popcert::run();
  std::puts(popcert::failures == 0 ? "devpki_valgrind: good" : "devpki_valgrind: bad");
  return popcert::failures == 0 ? 0 : 1;
}
