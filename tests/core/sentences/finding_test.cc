#include "sentences/finding.h"

#include <catch_amalgamated.hpp>
#include <set>

using namespace popcert;

TEST_CASE("every pass has an id of its own that begins with its check, and a sentence", "[sentences]") {
  std::set<std::string_view> ids;
  for (unsigned number = 0; number < 100; ++number) {
    const auto finding = passed(static_cast<Pass>(number), Field::kNone, {1, 2, "NAME"});
    if (finding.text.id.empty()) continue;
    INFO(finding.text.id);
    CHECK(ids.insert(finding.text.id).second);
    CHECK(finding.text.id.substr(0, finding.id.size() + 1) == std::string(finding.id) + ".");
    CHECK(finding.status == Status::kPass);
    CHECK_FALSE(finding.error);
    CHECK(finding.text.category.empty());
    const auto sentence = filled(finding.text.message, finding.facts);
    CHECK(sentence.back() == '.');
    CHECK(sentence.find_first_of("{}|") == std::string::npos);
  }
  CHECK(ids.size() >= 14);
}

TEST_CASE("a failure carries its error's sentence and facts", "[sentences]") {
  const auto finding = failed("validity", Field::kCaCertificate, {ErrorCode::kCertificateExpired, 0, 1767225600});
  CHECK(finding.text.id == "CERTIFICATE_EXPIRED");
  CHECK(filled(finding.text.message, finding.facts).find("2026-01-01") != std::string::npos);
  CHECK(warned("algorithm", Field::kNone, {ErrorCode::kAlgorithmUnproven, 0, 0, "X"}).facts.name == "X");
}
