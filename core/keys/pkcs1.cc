#include "keys/pkcs1.h"

#include "crypto/rsa.h"
#include "keys/fields.h"
#include "sentences/phrase.h"

namespace popcert::keys {
namespace {

using der::Reader;
using der::Tag;

/// DSA as OpenSSL writes it: version 0 and the five INTEGERs p, q, g, y, x, where RSA has eight.
bool is_dsa(Reader after_version) {
  for (int i = 0; i < 5; ++i) {
    if (!after_version.read(Tag::kInteger)) return false;
  }
  return after_version.empty();
}

std::optional<Bytes> read_number(Reader& in) {
  const auto number = in.read(Tag::kInteger);
  return number && !number->empty() ? number : std::nullopt;
}

}  // namespace

Result<crypto::PrivateKey> decode_rsa_private_key(Bytes der, std::size_t base) {
  auto key = der::enter_whole(der, base);
  if (!key) return key.error();
  const auto version = read_version(*key, 0, 1);
  if (!version) return version.error();
  if (is_dsa(*key)) return Error{ErrorCode::kKeyTypeUnsupported, base, 0, "DSA"};

  crypto::RsaNumbers numbers;
  for (auto* field :
       {&numbers.n, &numbers.e, &numbers.d, &numbers.p, &numbers.q, &numbers.dp, &numbers.dq, &numbers.qinv}) {
    const auto number = read_number(*key);
    if (!number) return misplaced(*key);
    *field = *number;
  }
  if (*version == 1 && key->at(Tag::kSequence)) {
    return Error{ErrorCode::kKeyTypeUnsupported, key->offset(), 0, phrase::kMorePrimes};
  }
  if (*version != 0 || !key->empty()) return misplaced(*key);

  auto made = crypto::make_rsa_private_key(numbers);
  if (!made) return made.error();
  return crypto::PrivateKey(std::move(*made));
}

}  // namespace popcert::keys
