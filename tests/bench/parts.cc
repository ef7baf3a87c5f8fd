#include <emscripten/bind.h>

#include "../../wasm/values.h"
#include "crypto/curves.h"
#include "crypto/generate.h"
#include "crypto/sign.h"
#include "issue/contents.h"
#include "keys/kind.h"

// What a certificate is made of, each by itself, beside the whole core in one module: for tests/bench/warm.mjs, never
// shipped. A signature here is the bare one, without the verification that crypto::sign adds.

namespace {

using namespace popcert;
using namespace popcert::wasm;

std::optional<keys::PrivateKey> opened;
Buffer signature;
const Buffer message(700, 0x5a);  // as long as a TBSCertificate

std::uint8_t* unconst(Bytes octets) { return const_cast<std::uint8_t*>(octets.data()); }

/// The first private key of a file.
bool open_key(const val& file) {
  const Secret octets = take_secret(file);
  auto contents = issue::read_contents(octets.expose(), std::nullopt);
  if (!contents) return false;
  for (auto& item : contents->items) {
    if (auto* key = std::get_if<keys::PrivateKey>(&item)) opened = std::move(*key);
  }
  if (!opened) return false;
  auto made = crypto::sign(opened->key, message);
  if (!made) return false;
  signature = std::move(*made);
  return true;
}

bool generate_key(const val& seed) {
  const Secret octets = take_secret(seed);
  return static_cast<bool>(crypto::generate_p256_public_key(octets.expose()));
}

bool sign() {
  const auto key = crypto::public_key_of(opened->key);
  const Buffer hash = crypto::digest(crypto::signature_hash(key), message);
  std::array<std::uint8_t, 1024> out{};
  if (const auto* rsa = std::get_if<crypto::RsaPrivateKey>(&opened->key)) {
    const br_rsa_private_key numbers{
        .n_bitlen = static_cast<std::uint32_t>(crypto::key_bits(key)),
        .p = unconst(rsa->p.expose()),
        .plen = rsa->p.size(),
        .q = unconst(rsa->q.expose()),
        .qlen = rsa->q.size(),
        .dp = unconst(rsa->dp.expose()),
        .dplen = rsa->dp.size(),
        .dq = unconst(rsa->dq.expose()),
        .dqlen = rsa->dq.size(),
        .iq = unconst(rsa->qinv.expose()),
        .iqlen = rsa->qinv.size(),
    };
    br_rsa_i31_pkcs1_sign(BR_HASH_OID_SHA256, hash.data(), hash.size(), &numbers, out.data());
    return equal(Bytes(out).first(signature.size()), signature);
  }
  const auto& ec = std::get<crypto::EcPrivateKey>(opened->key);
  const br_ec_private_key numbers{.curve = crypto::curve_id(ec.public_key.curve),
                                  .x = unconst(ec.scalar.expose()),
                                  .xlen = ec.scalar.size()};
  const auto& nonce_hash = ec.public_key.curve == crypto::Curve::kP256   ? br_sha256_vtable
                           : ec.public_key.curve == crypto::Curve::kP384 ? br_sha384_vtable
                                                                         : br_sha512_vtable;
  const std::size_t size = br_ecdsa_i31_sign_asn1(&crypto::implementation(ec.public_key.curve), &nonce_hash,
                                                  hash.data(), &numbers, out.data());
  // Nonces are deterministic: the same key and message give the same signature.
  return equal(Bytes(out).first(size), signature);
}

bool verify() { return crypto::verify(crypto::public_key_of(opened->key), message, signature); }

}  // namespace

EMSCRIPTEN_BINDINGS(popcert_parts) {
  emscripten::function("partOpenKey", &open_key);
  emscripten::function("partGenerateKey", &generate_key);
  emscripten::function("partSign", &sign);
  emscripten::function("partVerify", &verify);
}
