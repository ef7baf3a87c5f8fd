#include "crypto/hash_class.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"

namespace popcert::crypto {
namespace {

using test::hex;

struct KnownHash {
  Hash hash;
  std::string_view name, oid, hmac_oid;
  std::size_t octets, block;
};

// Contents of the OBJECT IDENTIFIERs as `openssl asn1parse -genstr OID:sha256` and OID:hmacWithSHA256 write them; the sizes
// are FIPS 180-4 table 1's, and RFC 1321's.
constexpr KnownHash kKnownHashes[] = {
    {Hash::kMd5, "MD5", "2a864886f70d0205", "", 16, 64},
    {Hash::kSha1, "SHA-1", "2b0e03021a", "2a864886f70d0207", 20, 64},
    {Hash::kSha224, "SHA-224", "608648016503040204", "2a864886f70d0208", 28, 64},
    {Hash::kSha256, "SHA-256", "608648016503040201", "2a864886f70d0209", 32, 64},
    {Hash::kSha384, "SHA-384", "608648016503040202", "2a864886f70d020a", 48, 128},
    {Hash::kSha512, "SHA-512", "608648016503040203", "2a864886f70d020b", 64, 128},
};

TEST_CASE("crypto::facts_of a hash: name, identifiers and sizes", "[crypto]") {
  for (const auto& known : kKnownHashes) {
    CAPTURE(known.name);
    CHECK(facts_of(known.hash).hash == known.hash);
    CHECK(facts_of(known.hash).name == known.name);
    CHECK(hash_of_oid(hex(known.oid)) == known.hash);
    if (!known.hmac_oid.empty()) CHECK(hash_of_hmac_oid(hex(known.hmac_oid)) == known.hash);
    CHECK(digest_octets(known.hash) == known.octets);
    CHECK(hash_block_octets(known.hash) == known.block);
  }
}

TEST_CASE("crypto::hash_of_oid, hash_of_hmac_oid: what is none of them", "[crypto]") {
  CHECK_FALSE(hash_of_oid({}));
  CHECK_FALSE(hash_of_hmac_oid({}));                       // MD5 has no identifier here, and nothing is its name
  CHECK_FALSE(hash_of_hmac_oid(hex("2a864886f70d0206")));  // hmacWithMD5
  CHECK_FALSE(hash_of_oid(hex("608648016503040206")));     // SHA-512/256
  CHECK_FALSE(hash_of_oid(hex("2a864886f70d0209")));       // one is not the other
  CHECK_FALSE(hash_of_hmac_oid(hex("608648016503040201")));
}

// RFC 8017 9.2 note 1: the fourth octet of DigestInfo on is the OBJECT IDENTIFIER, with its length.
TEST_CASE("crypto::digest_info_oid: with its length in front", "[crypto][rfc8017]") {
  const auto begins = [](Hash hash, std::string_view digits) {
    const auto expected = hex(digits);
    return equal(Bytes(digest_info_oid(hash)).first(expected.size()), expected);
  };
  CHECK(begins(Hash::kSha1, "052b0e03021a"));
  CHECK(begins(Hash::kSha256, "09608648016503040201"));
  CHECK(begins(Hash::kSha512, "09608648016503040203"));
}

}  // namespace
}  // namespace popcert::crypto
