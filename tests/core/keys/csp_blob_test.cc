#include "keys/csp_blob.h"

#include <catch_amalgamated.hpp>

#include "core/keys/key_files.h"

namespace popcert::keys {
namespace {

using test::fixture;

// openssl rsa -outform MSBLOB and -outform PVK -pvk-none (make-wrapped); the judge is what OpenSSL says of the public half.
TEST_CASE("keys::decode_csp_blob and decode_pvk: OpenSSL's", "[keys]") {
  const auto blob = fixture("wrapped/blob.bin"), pvk = fixture("wrapped/key.pvk");
  REQUIRE(is_csp_blob(blob));
  REQUIRE(is_pvk(pvk));
  CHECK(test::public_half(decode_csp_blob(blob)) == test::public_half_of_fixture("rsa2048"));
  CHECK(test::public_half(decode_pvk(pvk)) == test::public_half_of_fixture("rsa2048"));
}

TEST_CASE("keys::decode_csp_blob: public keys and damaged ones", "[keys]") {
  const auto blob = fixture("wrapped/blob.bin");
  CHECK(test::error_of(decode_csp_blob(fixture("wrapped/public-blob.bin"))) == "OBJECT_IS_PUBLIC_KEY");
  for (std::size_t size = 12; size < blob.size(); size += 7) {
    CAPTURE(size);
    CHECK(test::error_of(decode_csp_blob(Bytes(blob).first(size))) == "DER_TRUNCATED");
  }
  auto changed = blob;
  changed.push_back(0);
  CHECK(test::error_of(decode_csp_blob(changed)) == "DER_TRAILING");
  changed = blob;
  changed[8] = 'X';
  CHECK(test::error_of(decode_csp_blob(changed)) == "KEY_MALFORMED");
  changed = blob;
  changed[12] = changed[13] = changed[14] = changed[15] = 0xff;
  CHECK(test::error_of(decode_csp_blob(changed)) == "RSA_TOO_LARGE");
  changed = blob;
  changed[40] ^= 1;
  CHECK(test::error_of(decode_csp_blob(changed)).starts_with("RSA_"));
}

TEST_CASE("keys::is_csp_blob: only RSA's", "[keys]") {
  CHECK_FALSE(is_csp_blob(test::hex("070200000022000044535332")));  // DSA
  CHECK_FALSE(is_csp_blob(test::hex("0702000000a40000")));
  CHECK_FALSE(is_csp_blob({}));
  CHECK_FALSE(is_pvk(test::hex("1ef1b5")));
}

TEST_CASE("keys::decode_pvk: a password is named, and what is cut", "[keys]") {
  auto pvk = fixture("wrapped/key.pvk");
  CHECK(test::error_of(decode_pvk(Bytes(pvk).first(20))) == "DER_TRUNCATED");
  CHECK(test::error_of(decode_pvk(Bytes(pvk).first(200))) == "DER_TRUNCATED");
  pvk[12] = 1;
  CHECK(test::error_of(decode_pvk(pvk)) == "FORMAT_PVK_ENCRYPTED");
}

}  // namespace
}  // namespace popcert::keys
