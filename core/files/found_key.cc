#include "files/found_key.h"

#include "files/kind.h"
#include "keys/pkcs1.h"
#include "keys/pkcs8.h"
#include "keys/sec1.h"

namespace popcert::files {
namespace {

Result<FoundKey> with_format(Result<crypto::PrivateKey> key, std::string_view format) {
  if (!key) return key.error();
  return FoundKey{std::move(*key), format};
}

}  // namespace

Result<FoundKey> decode_private_key(Bytes der) {
  const auto kind = recognise(der);
  if (const auto unusable = unusable_object(kind)) return Error{*unusable};
  switch (kind) {
    case Kind::kPrivateKeyInfo: return with_format(keys::decode_private_key_info(der), "PKCS#8");
    case Kind::kRsaPrivateKey: return with_format(keys::decode_rsa_private_key(der), "PKCS#1");
    case Kind::kEcPrivateKey: return with_format(keys::decode_ec_private_key(der), "SEC 1");
    case Kind::kEncryptedPrivateKeyInfo: return Error{ErrorCode::kKeyEncrypted};
    case Kind::kCertificate: return Error{ErrorCode::kObjectIsCertificate};
    case Kind::kPkcs7: return Error{ErrorCode::kObjectIsPkcs7};
    default: break;
  }
  const auto why = why_unknown(der);
  return why.code == ErrorCode::kDerTruncated ? why : Error{ErrorCode::kKeyMalformed};
}

}  // namespace popcert::files
