// Runs key checks and signatures with the secret octets marked as undefined and lets valgrind's memcheck report every
// branch and every address that depends on them.
//
//     valgrind -q --suppressions=secrets.supp ./secrets_valgrind
//
// Ends with 0 if nothing was reported and the control was: at the end the program branches on a secret and looks a table
// up by one, so a valgrind that sees nothing (debug information it cannot read, a program without valgrind) fails too.
//
// Not secret, and marked as defined: the first octet of p and q and the bit lengths of decoded integers (the lengths of
// the primes; br_i31_decode is wrapped for that), r and s of an ECDSA signature (br_ecdsa_i31_sign_raw), and what
// popcert_declassify is given. secrets.supp lists the branches that remain, with reasons.
//
// Not covered: generate.cc, whose candidates are drawn and thrown away by their values, and br_ecdsa_i31_bits2int, which
// shifts fewer words when a nonce begins with 31 zero bits: its length counts as a bit length here.

#include <valgrind/memcheck.h>

#include <cstdio>

#include "core/crypto/ec_keys.h"
#include "core/crypto/hex.h"
#include "core/crypto/rsa_keys.h"
#include "crypto/ec.h"
#include "crypto/rsa.h"
#include "crypto/sign.h"

struct br_ec_impl;
struct br_hash_class;
struct br_ec_private_key;

extern "C" {
void __real_br_i31_decode(std::uint32_t* x, const void* src, std::size_t len);
void __wrap_br_i31_decode(std::uint32_t* x, const void* src, std::size_t len) {
  __real_br_i31_decode(x, src, len);
  VALGRIND_MAKE_MEM_DEFINED(x, sizeof *x);
}

std::size_t __real_br_ecdsa_i31_sign_raw(const br_ec_impl* impl, const br_hash_class* hf, const void* hash_value,
                                         const br_ec_private_key* sk, void* sig);
std::size_t __wrap_br_ecdsa_i31_sign_raw(const br_ec_impl* impl, const br_hash_class* hf, const void* hash_value,
                                         const br_ec_private_key* sk, void* sig) {
  const std::size_t size = __real_br_ecdsa_i31_sign_raw(impl, hf, hash_value, sk, sig);
  VALGRIND_MAKE_MEM_DEFINED(sig, size);
  return size;
}

// Copies or keeps whole numbers, with the bit length in front, which is the same in both. clang at -O2 selects with vector
// instructions, of which memcheck does not know that the choice between two equal octets gives a known one.
void __real_br_ccopy(std::uint32_t ctl, void* dst, const void* src, std::size_t size);
void __wrap_br_ccopy(std::uint32_t ctl, void* dst, const void* src, std::size_t size) {
  const auto* to = static_cast<const std::uint8_t*>(dst);
  const auto* from = static_cast<const std::uint8_t*>(src);
  std::vector<std::uint8_t> undefined(size), undefined_from(size), known(size);
  (void)VALGRIND_GET_VBITS(dst, undefined.data(), size);
  (void)VALGRIND_GET_VBITS(src, undefined_from.data(), size);
  for (std::size_t i = 0; i < size; ++i)
    if ((undefined[i] | undefined_from[i]) == 0) known[i] = to[i] == from[i];
  __real_br_ccopy(ctl, dst, src, size);
  for (std::size_t i = 0; i < size; ++i)
    if (known[i]) VALGRIND_MAKE_MEM_DEFINED(to + i, 1);
}

void __wrap_popcert_declassify(void* octets, std::size_t size) { VALGRIND_MAKE_MEM_DEFINED(octets, size); }
}

namespace popcert::crypto {
namespace {

int failures = 0;

/// Says how many reports a step brought, and counts it as failed if there should be none or should be some.
void report(std::string_view step, bool succeeded, bool reports_wanted = false) {
  static unsigned long before = 0;
  const unsigned long now = VALGRIND_COUNT_ERRORS;
  const bool good = succeeded && (now > before) == reports_wanted;
  std::printf("%s: %lu reports%s\n", std::string(step).c_str(), now - before, good ? "" : "  <- WRONG");
  std::fflush(stdout);
  failures += good ? 0 : 1;
  before = now;
}

Buffer secret(std::string_view digits, std::size_t public_octets = 0) {
  Buffer octets = test::hex(digits);
  VALGRIND_MAKE_MEM_UNDEFINED(octets.data() + public_octets, octets.size() - public_octets);
  return octets;
}

void run_rsa(const test::RsaKey& key) {
  const Buffer n = test::hex(key.n), e = test::hex(key.e), d = secret(key.d), p = secret(key.p, 1),
               q = secret(key.q, 1);
  const Buffer dp = secret(key.dp), dq = secret(key.dq), qinv = secret(key.qinv);

  auto refused = make_rsa_private_key({n, e, dp, p, q, dp, dq, qinv});
  report("RSA, refused", !refused);
  auto made = make_rsa_private_key({n, e, d, p, q, dp, dq, qinv});
  report("RSA, accepted", bool(made));
  if (!made) return;
  const auto signature = sign(PrivateKey(std::move(*made)), as_bytes(test::kRsaMessage));
  report("RSA, signed", test::to_hex(signature.expose()) == key.signature);
}

void run_ec(const test::EcKey& key) {
  const Buffer scalar = secret(key.scalar), point = test::hex(key.point);

  const Buffer long_scalar = secret("01" + std::string(key.scalar));
  report("EC, refused", !make_ec_private_key(key.curve, long_scalar, point));
  auto made = make_ec_private_key(key.curve, scalar, point);
  report("EC, accepted", bool(made));
  if (!made) return;
  const auto signature = sign(PrivateKey(std::move(*made)), as_bytes(key.message));
  report("EC, signed", test::to_hex(signature.expose()) == key.signature);
}

[[gnu::noinline]] void branch_on(const std::uint8_t* octet) {
  static volatile int odd = 0;
  if (*octet & 1) odd = odd + 1;
}

[[gnu::noinline]] int look_up_by(const std::uint8_t* octet) {
  static const volatile int table[256] = {};
  return table[*octet];
}

}  // namespace
}  // namespace popcert::crypto

int main() {
  using namespace popcert;
  if (!RUNNING_ON_VALGRIND) {
    std::puts("secrets_valgrind: nothing was checked, because this is not valgrind");
    return 77;
  }
  for (const test::RsaKey& key : test::kRsaKeys) {
    std::puts(std::string(key.name).c_str());
    crypto::run_rsa(key);
  }
  for (const test::EcKey& key : test::kEcKeys) {
    std::puts(std::string(key.name).c_str());
    crypto::run_ec(key);
  }
  const Buffer control = crypto::secret("0123");
  crypto::branch_on(&control[0]);
  crypto::report("control, a branch", true, true);
  crypto::look_up_by(&control[1]);
  crypto::report("control, a table", true, true);
  std::puts(crypto::failures == 0 ? "secrets_valgrind: good" : "secrets_valgrind: FAILED");
  return crypto::failures == 0 ? 0 : 1;
}
