#include "sentences/sentence.h"

#include <catch_amalgamated.hpp>
#include <set>
#include <string>

#include "core/sentences/said.h"

using namespace popcert;
using test::hint_of;
using test::message_of;

namespace {

/// Every number that has a text: -Wswitch makes this the whole enumeration.
std::vector<ErrorCode> all_codes() {
  std::vector<ErrorCode> out;
  for (unsigned number = 1; number < 1000; ++number) {
    const auto code = static_cast<ErrorCode>(number);
    if (sentence_of(code).id != "INTERNAL") out.push_back(code);
  }
  return out;
}

}  // namespace

TEST_CASE("every error has an id of its own, a known category, a sentence and no open placeholder", "[sentences]") {
  const std::set<std::string_view> categories = {"empty-input",
                                                 "not-recognized",
                                                 "truncated",
                                                 "malformed",
                                                 "trailing-data",
                                                 "unsupported-algorithm",
                                                 "password-required",
                                                 "wrong-password",
                                                 "kdf-limit",
                                                 "limit",
                                                 "wrong-object",
                                                 "no-private-key",
                                                 "no-certificate",
                                                 "ambiguous",
                                                 "invalid-key",
                                                 "weak-key",
                                                 "key-cert-mismatch",
                                                 "cert-not-ca",
                                                 "cert-no-keycertsign",
                                                 "cert-expired",
                                                 "cert-not-yet-valid",
                                                 "invalid-request",
                                                 "internal"};
  std::set<std::string_view> ids;
  const auto codes = all_codes();
  REQUIRE(codes.size() > 80);
  for (const auto code : codes) {
    const auto text = sentence_of(code);
    INFO(text.id);
    CHECK(ids.insert(text.id).second);
    CHECK(categories.count(text.category) == 1);
    const Error error{code, 0, 1767225600, "NAME"};
    CHECK(message_of(error).back() == '.');
    for (const auto& sentence : {message_of(error), hint_of(error)}) CHECK(sentence.find('{') == std::string::npos);
    // A hint ends with a full stop or with a command to copy.
    const std::string hint = hint_of(error);
    CHECK((hint.empty() || hint.back() == '.' || hint.find(": ") != std::string::npos));
    CHECK_FALSE(message_of(error).empty());
  }
}

TEST_CASE("an error names what it carries", "[sentences]") {
  CHECK(message_of({ErrorCode::kCertificateExpired, 0, 1767225600}).find("2026-01-01") != std::string::npos);
  CHECK(message_of({ErrorCode::kRsaTooSmall, 0, 512}).find("512 bits") != std::string::npos);
  CHECK(message_of({ErrorCode::kKeyTypeUnsupported, 0, 0, "Ed25519"}).find("Ed25519") != std::string::npos);
}
