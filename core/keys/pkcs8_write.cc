#include "keys/pkcs8_write.h"

#include "crypto/generate_private.h"
#include "der/writer.h"
#include "keys/secret_tlv.h"

namespace popcert::keys {
namespace {

using der::Tag;

constexpr std::uint8_t kVersion0[] = {0x02, 0x01, 0x00};
constexpr std::uint8_t kVersion1[] = {0x02, 0x01, 0x01};

Buffer algorithm_of(const crypto::PublicKey& key) {
  der::Writer w;
  crypto::write_algorithm(w, key);
  return std::move(w).finish();
}

/// The curve is named in the algorithm around it, and not again.
Secret encode_ec(const crypto::EcPrivateKey& key) {
  der::Writer w;
  {
    auto wrapped = w.open(der::context_constructed(1));
    auto bits = w.open_bit_string();
    w.raw(key.public_key.point);
  }
  const Buffer public_key = std::move(w).finish();
  const Secret scalar = secret_tlv(Tag::kOctetString, {key.scalar.expose()});
  return secret_tlv(Tag::kSequence, {kVersion1, scalar.expose(), public_key});
}

Result<Secret> encode_rsa(const crypto::RsaPrivateKey& key) {
  const auto exponent = crypto::private_exponent(key);
  if (!exponent) return exponent.error();
  der::Writer w;
  w.integer(key.public_key.modulus);
  w.integer(key.public_key.exponent);
  const Buffer public_key = std::move(w).finish();
  const Secret d = secret_integer(exponent->expose()), p = secret_integer(key.p.expose()),
               q = secret_integer(key.q.expose()), dp = secret_integer(key.dp.expose()),
               dq = secret_integer(key.dq.expose()), qinv = secret_integer(key.qinv.expose());
  return secret_tlv(Tag::kSequence, {kVersion0, public_key, d.expose(), p.expose(), q.expose(), dp.expose(),
                                     dq.expose(), qinv.expose()});
}

}  // namespace

Result<Secret> encode_private_key_info(const crypto::PrivateKey& key) {
  Secret inside;
  if (const auto* ec = std::get_if<crypto::EcPrivateKey>(&key)) {
    inside = encode_ec(*ec);
  } else {
    auto rsa = encode_rsa(std::get<crypto::RsaPrivateKey>(key));
    if (!rsa) return rsa.error();
    inside = std::move(*rsa);
  }
  const Secret octets = secret_tlv(Tag::kOctetString, {inside.expose()});
  return secret_tlv(Tag::kSequence, {kVersion0, algorithm_of(crypto::public_key_of(key)), octets.expose()});
}

}  // namespace popcert::keys
