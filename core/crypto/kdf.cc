#include "crypto/kdf.h"

#include "crypto/hmac_key.h"

namespace popcert::crypto {
namespace {

/// Hashes pieces that may be secret; the context is wiped at the end.
class Hasher {
 public:
  explicit Hasher(Hash hash) : algorithm_(hash_class(hash)) { restart(); }
  Hasher& add(Bytes piece) {
    algorithm_.update(&context_.value.vtable, piece.data(), piece.size());
    return *this;
  }
  /// Writes the digest and is ready for the next message.
  void finish(std::uint8_t* out) {
    algorithm_.out(&context_.value.vtable, out);
    restart();
  }

 private:
  void restart() { algorithm_.init(&context_.value.vtable); }

  const br_hash_class& algorithm_;
  Wiped<br_hash_compat_context> context_;
};

void copy_start(Bytes from, std::span<std::uint8_t> to) {
  std::copy_n(from.begin(), std::min(from.size(), to.size()), to.begin());
}

/// Fills `to` with repetitions of `from`, the last one cut (RFC 7292 B.2 steps 2 and 3).
void repeat(Bytes from, std::span<std::uint8_t> to) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = from[i % from.size()];
}

/// sum = (sum + addend + 1) mod 2^(8 * size), big-endian (RFC 7292 B.2 step 6C).
void add_plus_one(std::span<std::uint8_t> sum, Bytes addend) {
  unsigned carry = 1;
  for (std::size_t i = sum.size(); i-- > 0;) {
    carry += sum[i] + addend[i];
    sum[i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
}

}  // namespace

Secret pbkdf2(Hash prf, Bytes password, Bytes salt, std::uint32_t iterations, std::size_t octets) {
  HmacKey key(prf, password);
  Secret out(octets), u(key.size()), t(key.size());
  const auto chain = u.writable(), sum = t.writable();
  std::uint32_t number = 0;
  for (std::size_t filled = 0; filled < octets; filled += key.size()) {
    ++number;
    const std::uint8_t encoded[4] = {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
                                     static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
    key.mac(salt, encoded, chain.data());
    std::copy(chain.begin(), chain.end(), sum.begin());
    for (std::uint32_t i = 1; i < iterations; ++i) {
      key.mac(chain, {}, chain.data());
      for (std::size_t j = 0; j < sum.size(); ++j) sum[j] ^= chain[j];
    }
    copy_start(sum, out.writable().subspan(filled));
  }
  return out;
}

Secret pbkdf1(Hash hash, Bytes password, Bytes salt, std::uint32_t iterations, std::size_t octets) {
  Hasher hasher(hash);
  Secret chain(digest_octets(hash)), out(octets);
  hasher.add(password).add(salt).finish(chain.writable().data());
  for (std::uint32_t i = 1; i < iterations; ++i) hasher.add(chain.expose()).finish(chain.writable().data());
  copy_start(chain.expose(), out.writable());
  return out;
}

Secret pkcs12_kdf(Hash hash, Pkcs12Purpose purpose, Bytes bmp_password, Bytes salt, std::uint32_t iterations,
                  std::size_t octets) {
  const std::size_t v = hash_block_octets(hash);
  const auto whole_blocks = [v](std::size_t size) { return (size + v - 1) / v * v; };
  const Buffer diversifier(v, static_cast<std::uint8_t>(purpose));
  Secret input(whole_blocks(salt.size()) + whole_blocks(bmp_password.size()));
  repeat(salt, input.writable().first(whole_blocks(salt.size())));
  repeat(bmp_password, input.writable().subspan(whole_blocks(salt.size())));

  Hasher hasher(hash);
  Secret out(octets), a(digest_octets(hash)), b(v);
  for (std::size_t filled = 0; filled < octets; filled += a.size()) {
    hasher.add(diversifier).add(input.expose()).finish(a.writable().data());
    for (std::uint32_t i = 1; i < iterations; ++i) hasher.add(a.expose()).finish(a.writable().data());
    copy_start(a.expose(), out.writable().subspan(filled));
    repeat(a.expose(), b.writable());
    for (std::size_t at = 0; at < input.size(); at += v) add_plus_one(input.writable().subspan(at, v), b.expose());
  }
  return out;
}

Secret openssl_bytes_to_key(Bytes password, Bytes salt, std::size_t octets) {
  Hasher hasher(Hash::kMd5);
  Secret out(octets), d(digest_octets(Hash::kMd5));
  for (std::size_t filled = 0; filled < octets; filled += d.size()) {
    if (filled > 0) hasher.add(d.expose());
    hasher.add(password).add(salt).finish(d.writable().data());
    copy_start(d.expose(), out.writable().subspan(filled));
  }
  return out;
}

}  // namespace popcert::crypto
