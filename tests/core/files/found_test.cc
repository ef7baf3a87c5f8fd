#include "files/found.h"

#include <catch_amalgamated.hpp>

namespace popcert::files {
namespace {

Other other_of(ErrorCode code) { return {other_kind(code), {code}}; }

Contents contents_of(std::initializer_list<ErrorCode> codes) {
  Contents out;
  for (const auto code : codes) out.items.emplace_back(other_of(code));
  return out;
}

TEST_CASE("files::other_kind: what the error says of the thing", "[files]") {
  CHECK(other_kind(ErrorCode::kObjectIsPublicKey) == OtherKind::kPublicKey);
  CHECK(other_kind(ErrorCode::kObjectIsCertificateRequest) == OtherKind::kCertificateRequest);
  CHECK(other_kind(ErrorCode::kObjectIsCrl) == OtherKind::kCrl);
  CHECK(other_kind(ErrorCode::kObjectIsParameters) == OtherKind::kParameters);
  CHECK(other_kind(ErrorCode::kKeyEncrypted) == OtherKind::kEncryptedPrivateKey);
  CHECK(other_kind(ErrorCode::kPasswordWrong) == OtherKind::kEncryptedPrivateKey);
  CHECK(other_kind(ErrorCode::kKeyMalformed) == OtherKind::kDefective);
}

TEST_CASE("files::Contents: the error that helps most, of equals the first", "[files]") {
  CHECK(contents_of({}).best_error() == nullptr);
  CHECK(contents_of({}).defect() == nullptr);
  const auto best = [](std::initializer_list<ErrorCode> codes) { return contents_of(codes).best_error()->code; };
  CHECK(best({ErrorCode::kObjectIsPublicKey, ErrorCode::kKeyMalformed}) == ErrorCode::kKeyMalformed);
  CHECK(best({ErrorCode::kKeyMalformed, ErrorCode::kObjectIsPublicKey}) == ErrorCode::kKeyMalformed);
  CHECK(best({ErrorCode::kKeyMalformed, ErrorCode::kKeyEncrypted}) == ErrorCode::kKeyEncrypted);
  CHECK(best({ErrorCode::kObjectIsCrl, ErrorCode::kObjectIsPublicKey}) == ErrorCode::kObjectIsCrl);
  // What is only of another kind is no defect.
  CHECK(contents_of({ErrorCode::kObjectIsCrl}).defect() == nullptr);
  REQUIRE(contents_of({ErrorCode::kObjectIsCrl, ErrorCode::kKeyMalformed}).defect() != nullptr);
}

TEST_CASE("files::Contents: keys and certificates in the order of the file", "[files]") {
  Contents contents = contents_of({ErrorCode::kObjectIsCrl});
  contents.items.emplace_back(x509::Certificate{});
  contents.items.emplace_back(FoundKey{{}, "PKCS#8"});
  contents.items.emplace_back(x509::Certificate{});
  contents.items.emplace_back(FoundKey{{}, "JWK"});
  REQUIRE(contents.private_keys().size() == 2);
  CHECK(contents.private_keys()[0]->format == "PKCS#8");
  CHECK(contents.private_keys()[1]->format == "JWK");
  REQUIRE(contents.certificates().size() == 2);
  CHECK(contents.certificates()[1] == std::get_if<x509::Certificate>(&contents.items[3]));
}

TEST_CASE("files::ReadBudget: without a password less work is done, and no scrypt", "[files]") {
  auto with = ReadBudget::of(true), without = ReadBudget::of(false);
  CHECK_FALSE(with.kdf.spend_scrypt(16384, 8, 1));
  CHECK(without.kdf.spend_scrypt(2, 1, 1));
  CHECK_FALSE(with.kdf.spend_hmac(crypto::Hash::kSha256, kMaxKdfRoundsUnasked + 1, 1));
  CHECK(without.kdf.spend_hmac(crypto::Hash::kSha256, kMaxKdfRoundsUnasked + 1, 1));
  CHECK_FALSE(without.kdf.spend_hmac(crypto::Hash::kSha256, kMaxKdfRoundsUnasked, 1));
}

}  // namespace
}  // namespace popcert::files
