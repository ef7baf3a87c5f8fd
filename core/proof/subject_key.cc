#include "proof/subject_key.h"

#include "crypto/generate.h"
#include "pem/encoding.h"
#include "pem/pem.h"
#include "x509/public_key_info.h"

namespace popcert::proof {

Result<crypto::PublicKey> given_subject_key(Bytes file) {
  const Error unusable{ErrorCode::kSubjectKeyUnusable};
  if (!pem::is_text(file)) {
    auto key = x509::decode_public_key_info(file);
    return key ? std::move(key) : unusable;
  }
  const auto text = pem::decode_text(file);
  if (!text) return unusable;
  const auto blocks = pem::blocks(text->expose());
  if (!blocks || blocks->size() != 1 || blocks->front().error) return unusable;
  auto key = x509::decode_public_key_info(blocks->front().der.expose());
  return key ? std::move(key) : unusable;
}

Result<crypto::PublicKey> fresh_subject_key(SubjectKey kind, Bytes seed) {
  if (kind == SubjectKey::kFreshRsa2048) {
    auto key = crypto::generate_rsa2048_public_key(seed);
    if (!key) return key.error();
    return crypto::PublicKey(std::move(*key));
  }
  auto key = crypto::generate_p256_public_key(seed);
  if (!key) return key.error();
  return crypto::PublicKey(std::move(*key));
}

}  // namespace popcert::proof
