#include "crypto/hmac.h"

#include "crypto/constant_time.h"
#include "crypto/hmac_key.h"

namespace popcert::crypto {

HmacKey::HmacKey(Hash hash, Bytes key)
    : algorithm_(hash_class(hash)), size_(digest_octets(hash)), block_(hash_block_octets(hash)) {
  algorithm_.init(&context_.value.vtable);
  std::array<std::uint8_t, 128> padded{};
  if (key.size() > block_) {
    algorithm_.update(&context_.value.vtable, key.data(), key.size());
    algorithm_.out(&context_.value.vtable, padded.data());
  } else {
    std::copy(key.begin(), key.end(), padded.begin());
  }
  for (auto& octet : padded) octet ^= 0x36;
  start(inner_, padded.data());
  for (auto& octet : padded) octet ^= 0x36 ^ 0x5c;
  start(outer_, padded.data());
  wipe(padded);
}

HmacKey::~HmacKey() {
  wipe(inner_);
  wipe(outer_);
}

void HmacKey::start(State& state, const std::uint8_t* block) {
  algorithm_.init(&context_.value.vtable);
  algorithm_.update(&context_.value.vtable, block, block_);
  algorithm_.state(&context_.value.vtable, state.data());
}

void HmacKey::mac(Bytes first, Bytes second, std::uint8_t* out) {
  const br_hash_class** context = &context_.value.vtable;
  algorithm_.set_state(context, inner_.data(), block_);
  algorithm_.update(context, first.data(), first.size());
  algorithm_.update(context, second.data(), second.size());
  algorithm_.out(context, out);
  algorithm_.set_state(context, outer_.data(), block_);
  algorithm_.update(context, out, size_);
  algorithm_.out(context, out);
}

Secret hmac(Hash hash, Bytes key, Bytes message) {
  HmacKey hmac_key(hash, key);
  Secret out(hmac_key.size());
  hmac_key.mac(message, {}, out.writable().data());
  return out;
}

bool equal_in_constant_time(Bytes a, Bytes b) {
  std::uint32_t same = same_octets(a, b);
  popcert_declassify(&same, sizeof same);
  return same != 0;
}

}  // namespace popcert::crypto
