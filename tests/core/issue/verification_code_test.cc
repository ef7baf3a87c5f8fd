#include "issue/verification_code.h"

#include <catch_amalgamated.hpp>

using namespace popcert;
using namespace popcert::issue;

namespace {

struct Case {
  const char* name;
  std::string pasted, signed_as;
  Status status;
  std::optional<ErrorCode> code;
};

const std::string kAzure = "106A5SD242AF512B3498BD6098C4941E66R34H268DDB3288";

}  // namespace

TEST_CASE("issue::check_verification_code", "[issue][rfc5280]") {
  const auto c = GENERATE(values<Case>({
      {"Azure", kAzure, kAzure, Status::kPass, std::nullopt},
      {"AWS keeps its case", std::string(64, 'a'), std::string(64, 'a'), Status::kPass, std::nullopt},
      {"white space around", " \t" + kAzure + "\r\n", kAzure, Status::kPass, std::nullopt},
      {"no-break space around", "\xc2\xa0" + kAzure + "\xc2\xa0", kAzure, Status::kPass, std::nullopt},
      {"empty", "", "", Status::kFail, ErrorCode::kCodeEmpty},
      {"white space alone", " \n ", "", Status::kFail, ErrorCode::kCodeEmpty},
      {"one character", "A", "A", Status::kWarn, ErrorCode::kCodeUnlikeService},
      {"not ASCII",
       "pr\xc3\xbc"
       "f",
       "pr\xc3\xbc"
       "f",
       Status::kWarn, ErrorCode::kCodeUnlikeService},
      {"64 characters", std::string(64, 'x'), std::string(64, 'x'), Status::kWarn, ErrorCode::kCodeUnlikeService},
      {"65 characters", std::string(65, 'x'), std::string(65, 'x'), Status::kFail, ErrorCode::kCodeTooLong},
      {"line break inside", "AB\nCD", "AB\nCD", Status::kFail, ErrorCode::kCodeForbiddenCharacter},
      {"NUL inside", std::string("A\0B", 3), std::string("A\0B", 3), Status::kFail, ErrorCode::kCodeForbiddenCharacter},
      {"zero-width space",
       "\xe2\x80\x8b"
       "AB",
       "\xe2\x80\x8b"
       "AB",
       Status::kFail, ErrorCode::kCodeForbiddenCharacter},
      {"replacement character", "A\xef\xbf\xbd", "A\xef\xbf\xbd", Status::kFail, ErrorCode::kCodeForbiddenCharacter},
      {"not UTF-8", "A\xff", "A\xff", Status::kFail, ErrorCode::kCodeNotUtf8},
      {"quoted", "\"" + kAzure + "\"", "\"" + kAzure + "\"", Status::kWarn, ErrorCode::kCodeLooksWrapped},
      {"with CN=", "CN=" + kAzure, "CN=" + kAzure, Status::kWarn, ErrorCode::kCodeLooksWrapped},
      {"space inside", "AB CD", "AB CD", Status::kWarn, ErrorCode::kCodeLooksWrapped},
  }));
  INFO(c.name);
  const auto check = check_verification_code(c.pasted);
  CHECK(check.code == c.signed_as);
  CHECK(check.finding.status == c.status);
  CHECK((check.finding.error ? std::optional(check.finding.error->code) : std::nullopt) == c.code);
}

TEST_CASE("what was trimmed is said", "[issue]") {
  CHECK(check_verification_code(kAzure + "\n").finding.text.id == "code.trimmed");
}
