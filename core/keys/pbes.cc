#include "keys/pbes.h"

#include "crypto/kdf.h"
#include "der/reader.h"
#include "keys/password.h"

namespace popcert::keys {
namespace {

using crypto::Hash;
using crypto::Pkcs12Purpose;
using der::malformed_at;
using der::Reader;
using der::Tag;

/// Key and initialisation vector.
struct Derived {
  Secret key, iv;
};

// The budget refuses larger counts long before.
std::uint32_t narrow(std::uint64_t iterations) { return static_cast<std::uint32_t>(iterations); }

Secret first_octets(const Secret& secret, std::size_t count) { return Secret::copy_of(secret.expose().first(count)); }

Result<Derived> derive(const PbeScheme& scheme, Bytes password) {
  if (const auto* pbkdf2 = std::get_if<Pbkdf2Parameters>(&scheme.kdf)) {
    return Derived{crypto::pbkdf2(pbkdf2->prf, password, pbkdf2->salt, narrow(pbkdf2->iterations), scheme.key_octets),
                   Secret::copy_of(scheme.iv)};
  }
  if (const auto* scrypt = std::get_if<ScryptParameters>(&scheme.kdf)) {
    auto key =
        crypto::scrypt(password, scrypt->salt, static_cast<std::size_t>(scrypt->n), static_cast<std::size_t>(scrypt->r),
                       static_cast<std::size_t>(scrypt->p), scheme.key_octets);
    if (!key) return key.error();
    return Derived{std::move(*key), Secret::copy_of(scheme.iv)};
  }
  if (const auto* pbes1 = std::get_if<Pbes1Parameters>(&scheme.kdf)) {
    // RFC 8018 6.1.1 step 3: the first eight octets are the key, the next eight the vector.
    const Secret both = crypto::pbkdf1(pbes1->hash, password, pbes1->salt, narrow(pbes1->iterations), 16);
    return Derived{first_octets(both, 8), Secret::copy_of(both.expose().last(8))};
  }
  const auto& pkcs12 = std::get<Pkcs12Parameters>(scheme.kdf);
  const auto make = [&](Pkcs12Purpose purpose, std::size_t octets) {
    return crypto::pkcs12_kdf(Hash::kSha1, purpose, password, pkcs12.salt, narrow(pkcs12.iterations), octets);
  };
  Secret key = make(Pkcs12Purpose::kKey, scheme.key_octets);
  Secret iv = make(Pkcs12Purpose::kIv, 8);
  return Derived{std::move(key), std::move(iv)};
}

/// Whether der begins with the parts of a PrivateKeyInfo (RFC 5958 2) inside its only SEQUENCE.
bool is_private_key_info(Reader sequence) {
  return sequence.read_small() && sequence.read(Tag::kSequence) && sequence.read(Tag::kOctetString);
}

bool all_elements_sound(Reader sequence) {
  while (!sequence.empty()) {
    if (!sequence.next()) return false;
  }
  return true;
}

}  // namespace

Result<Secret> decrypt(const PbeScheme& scheme, Bytes password, Bytes ciphertext) {
  auto derived = derive(scheme, password);
  if (!derived) return derived.error();
  if (scheme.cipher == crypto::Cipher::kDesEde3 && derived->key.size() == 16) {
    Secret three(24);
    for (std::size_t i = 0; i < 24; ++i) three.writable()[i] = derived->key.expose()[i % 16];
    derived->key = std::move(three);
  }
  return crypto::decrypt_cbc(scheme.cipher, derived->key.expose(), derived->iv.expose(), ciphertext, scheme.rc2_bits);
}

Result<EncryptedKey> read_encrypted_private_key_info(Bytes der) {
  auto sequence = der::enter_whole(der);
  if (!sequence) return sequence.error();
  const auto algorithm = sequence->read_tlv(Tag::kSequence);
  if (!algorithm) return malformed_at(*sequence);
  const auto ciphertext = sequence->read(Tag::kOctetString);
  if (!ciphertext) return malformed_at(*sequence);
  if (!sequence->empty()) return malformed_at(*sequence);
  const auto scheme = read_pbe_scheme(*algorithm);
  if (!scheme) return scheme.error();
  return EncryptedKey{*scheme, *ciphertext};
}

Result<Secret> decrypt_key(const EncryptedKey& key, Bytes password) {
  auto plaintext = decrypt(key.scheme, password, key.ciphertext);
  if (!plaintext) return plaintext;
  const auto sequence = der::enter_whole(plaintext->expose());
  if (!sequence) return Error{ErrorCode::kPasswordWrong};
  if (is_private_key_info(*sequence)) return plaintext;
  // Octets that are a sound SEQUENCE of their whole length do not come from a wrong password.
  return Error{all_elements_sound(*sequence) ? ErrorCode::kKeyMalformed : ErrorCode::kPasswordWrong};
}

Result<Secret> decrypt_encrypted_private_key_info(Bytes der, std::optional<Bytes> password, KdfBudget& budget) {
  const auto key = read_encrypted_private_key_info(der);
  if (!key) return key.error();
  if (!password) {
    KdfBudget with_password;  // what no password would help is said before one is asked for
    return spend(with_password, key->scheme).value_or(Error{ErrorCode::kKeyEncrypted});
  }
  const auto with = [&](Bytes form) -> Result<Secret> {
    if (const auto error = spend(budget, key->scheme)) return *error;
    return decrypt_key(*key, form);
  };
  if (!key->scheme.wants_bmp()) return with(*password);
  for (const Secret& form : bmp_passwords(*password)) {
    auto plaintext = with(form.expose());
    if (plaintext || plaintext.error().code != ErrorCode::kPasswordWrong) return plaintext;
  }
  return Error{ErrorCode::kPasswordWrong};
}

}  // namespace popcert::keys
