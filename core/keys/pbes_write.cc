#include "keys/pbes_write.h"

#include "crypto/encrypt.h"
#include "crypto/kdf.h"
#include "der/oid_pkcs.h"
#include "der/writer.h"

namespace popcert::keys {
namespace {

using crypto::Cipher;
using der::Tag;
namespace oid = der::oid;

}  // namespace

PasswordKey::PasswordKey(Bytes password, Bytes salt, std::uint32_t rounds)
    : key_(crypto::pbkdf2(crypto::Hash::kSha256, password, salt, rounds, crypto::key_octets(Cipher::kAes256))),
      salt_(to_buffer(salt)),
      rounds_(rounds) {}

Buffer PasswordKey::algorithm(Bytes vector) const {
  der::Writer w;
  {
    auto scheme = w.open(Tag::kSequence);
    w.string(Tag::kOid, oid::kPbes2);
    auto parameters = w.open(Tag::kSequence);
    {
      auto derivation = w.open(Tag::kSequence);
      w.string(Tag::kOid, oid::kPbkdf2);
      auto pbkdf2 = w.open(Tag::kSequence);
      w.string(Tag::kOctetString, salt_);
      w.small_integer(rounds_);
      auto prf = w.open(Tag::kSequence);
      w.string(Tag::kOid, crypto::facts_of(crypto::Hash::kSha256).hmac_oid);
      w.null();
    }
    auto cipher = w.open(Tag::kSequence);
    w.string(Tag::kOid, oid::kAes256Cbc);
    w.string(Tag::kOctetString, vector);
  }
  return std::move(w).finish();
}

Buffer PasswordKey::encrypt(Bytes plaintext, Bytes vector) const {
  return crypto::encrypt_cbc(Cipher::kAes256, key_.expose(), vector, plaintext);
}

Buffer encrypt_private_key_info(const Secret& private_key_info, const PasswordKey& key, Bytes vector) {
  der::Writer w;
  {
    auto info = w.open(Tag::kSequence);
    w.raw(key.algorithm(vector));
    w.string(Tag::kOctetString, key.encrypt(private_key_info.expose(), vector));
  }
  return std::move(w).finish();
}

}  // namespace popcert::keys
