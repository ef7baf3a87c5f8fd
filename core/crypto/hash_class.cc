#include "crypto/hash_class.h"

namespace popcert::crypto {

const br_hash_class& hash_class(Hash hash) {
  switch (hash) {
    case Hash::kMd5: return br_md5_vtable;
    case Hash::kSha1: return br_sha1_vtable;
    case Hash::kSha224: return br_sha224_vtable;
    case Hash::kSha256: return br_sha256_vtable;
    case Hash::kSha384: return br_sha384_vtable;
    case Hash::kSha512: return br_sha512_vtable;
  }
  return br_sha256_vtable;
}

std::size_t digest_octets(Hash hash) {
  switch (hash) {
    case Hash::kMd5: return br_md5_SIZE;
    case Hash::kSha1: return br_sha1_SIZE;
    case Hash::kSha224: return br_sha224_SIZE;
    case Hash::kSha256: return br_sha256_SIZE;
    case Hash::kSha384: return br_sha384_SIZE;
    case Hash::kSha512: return br_sha512_SIZE;
  }
  return 0;
}

}  // namespace popcert::crypto
