#include "keys/pkcs12_write.h"

#include "crypto/digest.h"
#include "crypto/encrypt.h"
#include "crypto/hmac.h"
#include "crypto/kdf.h"
#include "der/oid_pkcs.h"
#include "der/writer.h"
#include "keys/password.h"

namespace popcert::keys {
namespace {

using crypto::Hash;
using crypto::Pkcs12Purpose;
using der::Tag;
using der::Writer;
namespace oid = der::oid;

/// What is encrypted, and with which AlgorithmIdentifier.
struct Encrypted {
  Buffer algorithm, octets;
};

/// Two octets for each, the higher first (BMPString).
Buffer bmp_string(std::string_view ascii) {
  Buffer out;
  for (const char c : ascii) {
    out.push_back(0);
    out.push_back(static_cast<std::uint8_t>(c));
  }
  return out;
}

void write_attribute(Writer& w, Bytes type, Tag tag, Bytes value) {
  auto attribute = w.open(Tag::kSequence);
  w.string(Tag::kOid, type);
  auto values = w.open(Tag::kSet);
  w.string(tag, value);
}

/// localKeyId ties the key to its certificate; both have the SHA-1 of that, as OpenSSL writes it.
void write_attributes(Writer& w, const PfxInput& in) {
  auto attributes = w.open(Tag::kSet);
  write_attribute(w, oid::kFriendlyName, Tag::kBmpString, bmp_string(in.friendly_name));
  write_attribute(w, oid::kLocalKeyId, Tag::kOctetString, crypto::digest(Hash::kSha1, in.certificates.front()));
}

/// SafeContents with a bag for each certificate.
Buffer certificate_bags(const PfxInput& in) {
  Writer w;
  {
    auto safe_contents = w.open(Tag::kSequence);
    for (std::size_t i = 0; i < in.certificates.size(); ++i) {
      auto bag = w.open(Tag::kSequence);
      w.string(Tag::kOid, oid::kCertBag);
      {
        auto value = w.open(der::context_constructed(0));
        auto cert_bag = w.open(Tag::kSequence);
        w.string(Tag::kOid, oid::kX509Certificate);
        auto wrapped = w.open(der::context_constructed(0));
        w.string(Tag::kOctetString, in.certificates[i]);
      }
      if (i == 0) write_attributes(w, in);
    }
  }
  return std::move(w).finish();
}

/// SafeContents with the key as EncryptedPrivateKeyInfo.
Buffer key_bag(const PfxInput& in, const Encrypted& key) {
  Writer w;
  {
    auto safe_contents = w.open(Tag::kSequence);
    auto bag = w.open(Tag::kSequence);
    w.string(Tag::kOid, oid::kShroudedKeyBag);
    {
      auto value = w.open(der::context_constructed(0));
      auto info = w.open(Tag::kSequence);
      w.raw(key.algorithm);
      w.string(Tag::kOctetString, key.octets);
    }
    write_attributes(w, in);
  }
  return std::move(w).finish();
}

/// ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
void write_data(Writer& w, Bytes content) {
  auto info = w.open(Tag::kSequence);
  w.string(Tag::kOid, oid::kData);
  auto wrapped = w.open(der::context_constructed(0));
  w.string(Tag::kOctetString, content);
}

void write_encrypted_data(Writer& w, const Encrypted& content) {
  auto info = w.open(Tag::kSequence);
  w.string(Tag::kOid, oid::kEncryptedData);
  auto wrapped = w.open(der::context_constructed(0));
  auto data = w.open(Tag::kSequence);
  w.small_integer(0);
  auto encrypted = w.open(Tag::kSequence);
  w.string(Tag::kOid, oid::kData);
  w.raw(content.algorithm);
  w.string(der::context_primitive(0), content.octets);
}

Buffer authenticated_safe(const Encrypted& certificates, Bytes key_contents) {
  Writer w;
  {
    auto safe = w.open(Tag::kSequence);
    write_encrypted_data(w, certificates);
    write_data(w, key_contents);
  }
  return std::move(w).finish();
}

struct Mac {
  Hash hash;
  Bytes key, salt;
  std::uint32_t rounds;
};

Buffer pfx_around(Bytes safe, const Mac& mac) {
  const Secret code = crypto::hmac(mac.hash, mac.key, safe);
  Writer w;
  {
    auto pfx = w.open(Tag::kSequence);
    w.small_integer(3);
    write_data(w, safe);
    auto mac_data = w.open(Tag::kSequence);
    {
      auto digest_info = w.open(Tag::kSequence);
      {
        auto algorithm = w.open(Tag::kSequence);
        w.string(Tag::kOid, crypto::facts_of(mac.hash).oid);
        w.null();
      }
      w.string(Tag::kOctetString, code.expose());
    }
    w.string(Tag::kOctetString, mac.salt);
    w.small_integer(mac.rounds);
  }
  return std::move(w).finish();
}

Secret bmp_password(Bytes utf8) {
  auto forms = bmp_passwords(utf8);
  return std::move(forms.front());
}

/// pbeWithSHAAnd3-KeyTripleDES-CBC (RFC 7292 C). salt: 8 octets, never used before, since the vector comes of it
Encrypted encrypt_3des(Bytes plaintext, Bytes bmp, Bytes salt) {
  constexpr auto kRounds = OldPfxWriter::kRounds;
  const Secret key = crypto::pkcs12_kdf(Hash::kSha1, Pkcs12Purpose::kKey, bmp, salt, kRounds, 24);
  const Secret iv = crypto::pkcs12_kdf(Hash::kSha1, Pkcs12Purpose::kIv, bmp, salt, kRounds, 8);
  Writer w;
  {
    auto algorithm = w.open(Tag::kSequence);
    w.string(Tag::kOid, oid::kPbeSha1DesEde3);
    auto parameters = w.open(Tag::kSequence);
    w.string(Tag::kOctetString, salt);
    w.small_integer(kRounds);
  }
  return {std::move(w).finish(), crypto::encrypt_cbc(crypto::Cipher::kDesEde3, key.expose(), iv.expose(), plaintext)};
}

}  // namespace

PfxWriter::PfxWriter(Bytes password, Bytes salt, std::uint32_t rounds)
    : key_(password, salt, rounds),
      mac_key_(crypto::pkcs12_kdf(Hash::kSha256, Pkcs12Purpose::kMac, bmp_password(password).expose(), salt, rounds,
                                  crypto::digest_octets(Hash::kSha256))),
      salt_(to_buffer(salt)),
      rounds_(rounds) {}

Buffer PfxWriter::write(const PfxInput& in, Bytes random) const {
  const Bytes first = random.first(kVectorOctets), second = random.subspan(kVectorOctets, kVectorOctets);
  const Encrypted certificates{key_.algorithm(first), key_.encrypt(certificate_bags(in), first)};
  const Encrypted key{key_.algorithm(second), key_.encrypt(in.key, second)};
  return pfx_around(authenticated_safe(certificates, key_bag(in, key)),
                    {Hash::kSha256, mac_key_.expose(), salt_, rounds_});
}

OldPfxWriter::OldPfxWriter(Bytes password) : bmp_password_(bmp_password(password)) {}

Buffer OldPfxWriter::write(const PfxInput& in, Bytes random) const {
  const Bytes bmp = bmp_password_.expose(), mac_salt = random.subspan(16, 8);
  const Encrypted certificates = encrypt_3des(certificate_bags(in), bmp, random.first(8));
  const Encrypted key = encrypt_3des(in.key, bmp, random.subspan(8, 8));
  const Secret mac_key =
      crypto::pkcs12_kdf(Hash::kSha1, Pkcs12Purpose::kMac, bmp, mac_salt, kRounds, crypto::digest_octets(Hash::kSha1));
  return pfx_around(authenticated_safe(certificates, key_bag(in, key)),
                    {Hash::kSha1, mac_key.expose(), mac_salt, kRounds});
}

}  // namespace popcert::keys
