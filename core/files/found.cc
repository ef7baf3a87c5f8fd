#include "files/found.h"

#include "sentences/sentence.h"

namespace popcert::files {

OtherKind other_kind(ErrorCode code) {
  switch (code) {
    case ErrorCode::kObjectIsPublicKey: return OtherKind::kPublicKey;
    case ErrorCode::kObjectIsCertificateRequest: return OtherKind::kCertificateRequest;
    case ErrorCode::kObjectIsCrl: return OtherKind::kCrl;
    case ErrorCode::kObjectIsParameters: return OtherKind::kParameters;
    case ErrorCode::kKeyEncrypted:
    case ErrorCode::kPasswordWrong: return OtherKind::kEncryptedPrivateKey;
    default: return OtherKind::kDefective;
  }
}

std::vector<const FoundKey*> Contents::private_keys() const {
  std::vector<const FoundKey*> out;
  for (const auto& item : items) {
    if (const auto* key = std::get_if<FoundKey>(&item)) out.push_back(key);
  }
  return out;
}

std::vector<const x509::Certificate*> Contents::certificates() const {
  std::vector<const x509::Certificate*> out;
  for (const auto& item : items) {
    if (const auto* certificate = std::get_if<x509::Certificate>(&item)) out.push_back(certificate);
  }
  return out;
}

const Error* Contents::best_error() const {
  const Error* best = nullptr;
  int best_rank = 0;
  for (const auto& item : items) {
    const auto* other = std::get_if<Other>(&item);
    if (other == nullptr) continue;
    const int rank = rank_of(other->error.code);
    if (best == nullptr || rank > best_rank) {
      best = &other->error;
      best_rank = rank;
    }
  }
  return best;
}

const Error* Contents::defect() const {
  const Error* best = best_error();
  return best != nullptr && rank_of(best->code) >= kRankDefect ? best : nullptr;
}

}  // namespace popcert::files
