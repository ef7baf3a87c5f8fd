#include "proof/verification_code.h"

#include <catch_amalgamated.hpp>

#include <cctype>

#include "base/hex.h"
#include "core/fixture.h"
#include "crypto/digest.h"

using namespace popcert;
using namespace popcert::proof;

namespace {

struct Case {
  const char* name;
  std::string pasted, signed_as;
  Status status;
  std::optional<ErrorCode> code;
};

const std::string kAzure = "106A5SD242AF512B3498BD6098C4941E66R34H268DDB3288";

}  // namespace

/// A group so many times, with something between them.
std::string groups(std::string_view group, int times, std::string_view between = " ") {
  std::string out(group);
  for (int i = 1; i < times; ++i) out.append(between).append(group);
  return out;
}

TEST_CASE("proof::check_verification_code", "[proof][rfc5280]") {
  const auto c = GENERATE(values<Case>({
      {"Azure", kAzure, kAzure, Status::kPass, std::nullopt},
      {"AWS keeps its case", std::string(64, 'a'), std::string(64, 'a'), Status::kPass, std::nullopt},
      {"Azure in small letters", std::string(48, 'b'), std::string(48, 'b'), Status::kWarn, ErrorCode::kCodeLetterCase},
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
      {"no code, quoted", "\"AB\"", "\"AB\"", Status::kWarn, ErrorCode::kCodeLooksWrapped},
      {"no code, with CN=", "CN=AB", "CN=AB", Status::kWarn, ErrorCode::kCodeLooksWrapped},
      {"one is missing", kAzure.substr(1), kAzure.substr(1), Status::kWarn, ErrorCode::kCodeLengthOff},
      {"one is too many", kAzure + "A", kAzure + "A", Status::kWarn, ErrorCode::kCodeLengthOff},
      {"one of 64 is missing", std::string(63, 'a'), std::string(63, 'a'), Status::kWarn, ErrorCode::kCodeLengthOff},
      {"SHA-1", std::string(40, 'a'), std::string(40, 'a'), Status::kWarn, ErrorCode::kCodeLooksLikeThumbprint},
      {"SHA-1 in groups", groups("ABCD", 10), groups("ABCD", 10), Status::kWarn, ErrorCode::kCodeLooksLikeThumbprint},
      {"SHA-1 behind its name", "Thumbprint: " + std::string(40, 'A'), "Thumbprint: " + std::string(40, 'A'),
       Status::kWarn, ErrorCode::kCodeLooksLikeThumbprint},
      {"SHA-256 in pairs", groups("ab", 32), groups("ab", 32), Status::kFail, ErrorCode::kCodeLooksLikeThumbprint},
      {"SHA-1 as OpenSSL writes it", "sha1 Fingerprint=" + groups("AB", 20, ":"),
       "sha1 Fingerprint=" + groups("AB", 20, ":"), Status::kFail, ErrorCode::kCodeLooksLikeThumbprint},
      {"an id of AWS", "certificateId: " + std::string(64, 'a'), "certificateId: " + std::string(64, 'a'),
       Status::kFail, ErrorCode::kCodeLooksLikeThumbprint},
      {"an ARN of AWS", "arn:aws:iot:eu-west-1:1:cacert/" + std::string(64, 'a'),
       "arn:aws:iot:eu-west-1:1:cacert/" + std::string(64, 'a'), Status::kFail, ErrorCode::kCodeLooksLikeThumbprint},
      {"two codes with their name", "verificationCode: " + kAzure + "\nverificationCode: " + std::string(48, 'A'),
       kAzure + "\n" + std::string(48, 'A'), Status::kFail, ErrorCode::kCodeSeveral},
      {"etag", "AAAAAAFXyz0=", "AAAAAAFXyz0=", Status::kFail, ErrorCode::kCodeIsEtag},
      {"etag, as it stands in JSON", "\"etag\": \"AAAAAAFXyz0=\",", "\"etag\": \"AAAAAAFXyz0=\",", Status::kFail,
       ErrorCode::kCodeIsEtag},
      {"two codes", kAzure + " " + std::string(64, 'a'), kAzure + "\n" + std::string(64, 'a'), Status::kFail,
       ErrorCode::kCodeSeveral},
      {"a private key", "-----BEGIN PRIVATE KEY-----\nAAAA", "", Status::kFail, ErrorCode::kCodeIsPrivateKey},
      {"an invisible character beside a code", "\xe2\x80\x8b" + kAzure, "\xe2\x80\x8b" + kAzure, Status::kFail,
       ErrorCode::kCodeForbiddenCharacter},
      {"space inside", "AB CD", "AB CD", Status::kWarn, ErrorCode::kCodeLooksWrapped},
  }));
  INFO(c.name);
  const auto check = check_verification_code(c.pasted, Origin::kProgram);
  CHECK(check.code == c.signed_as);
  CHECK(check.finding.status == c.status);
  CHECK((check.finding.error ? std::optional(check.finding.error->code) : std::nullopt) == c.code);
}

TEST_CASE("a code is taken out of what people paste around it", "[proof]") {
  const std::string half = kAzure.substr(0, 24), rest = kAzure.substr(24), aws(64, 'a');
  const auto pasted = GENERATE_COPY(values<std::string>({
      "\"" + kAzure + "\"",
      "'" + kAzure + "',",
      "\xe2\x80\x9c" + kAzure + "\xe2\x80\x9d",
      "CN=" + kAzure,
      "/CN=" + kAzure,
      "CN = " + kAzure + ",",
      "Verification code: " + kAzure,
      "verificationCode=" + kAzure + ";",
      "{\n  \"verificationCode\": \"" + kAzure + "\"\n}",
      "{\"etag\": \"AAAAAAFXyz0=\", \"thumbprint\": \"" + std::string(40, 'F') + "\", \"verificationCode\": \"" +
          kAzure + "\"}",
      "{\"certificateId\": \"" + aws + "\", \"verificationCode\": \"" + kAzure + "\"}",
      half + " " + rest,
      half + "\r\n" + rest,
      half + "-" + rest,
      "code: " + half + "\xc2\xa0" + rest,
      "\"" + half + " " + rest + "\"",
      kAzure.substr(0, 18) + "\n" + kAzure.substr(18),
      kAzure.substr(0, 16) + " " + kAzure.substr(16, 16) + " " + kAzure.substr(32),
  }));
  CAPTURE(pasted);
  const auto given = check_verification_code(pasted, Origin::kGiven);
  CHECK(given.finding.status == Status::kFail);  // it would stand otherwise in the list that is looked at
  for (const auto origin : {Origin::kProgram, Origin::kPerson}) {
    const auto check = check_verification_code(pasted, origin);
    CHECK(check.code == kAzure);
    CHECK(check.finding.text.id == "code.taken");
    CHECK(check.service == Service::kAzure);
    CHECK_FALSE(check.needs_confirmation);
  }
}

TEST_CASE("of several things none is made into a code, and none but its own value is taken for a named one",
          "[proof]") {
  const std::string uuid = "bb180052-7df5-4ff3-bda9-9b12fed8bf39", other_uuid = "9d1c2b8e-0f6a-4b39-9c57-2e7d8a1b3c49",
                    aws(64, 'a'), sha1(40, 'F');
  const auto pasted = GENERATE_COPY(values<std::string>({
      uuid + "\n" + other_uuid,
      uuid + " " + other_uuid,
      uuid + "\n" + uuid,
      "00-1A-2B-3C-4D-5E 00-1A-2B-3C-4D-5F 00-1A-2B-3C-4D-60 00-1A-2B-3C-4D-61",
      sha1 + " DEADBEEF",
      "sha256: " + aws,
      "SHA-256 = " + aws,
      "Thumbprint " + aws,
      "openssl_fingerprint=" + aws,
      "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----",
      R"({"verificationCode":null,"certificateSha256":")" + aws + "\"}",
      R"({"verificationCode":"","sha256":")" + aws + "\"}",
      R"({"registrationCode":null,"certificateId":")" + aws + "\"}",
      "verification_code: null\nsha256: " + aws,
      "verificationCode: " + kAzure + "\nverificationCode: 0" + kAzure.substr(1),
  }));
  for (const auto origin : {Origin::kProgram, Origin::kPerson}) {
    CAPTURE(pasted, origin);
    const auto check = check_verification_code(pasted, origin);
    // Where it is a text that may be signed, as a name may, nothing is taken out of it, and a program is told.
    CHECK((check.finding.status == Status::kFail || (check.code == pasted && check.finding.status == Status::kWarn)));
  }
  std::string nine;
  for (int i = 0; i < 9; ++i) nine += "verificationCode: " + (i < 8 ? kAzure : "0" + kAzure.substr(1)) + "\n";
  CHECK(check_verification_code(nine, Origin::kPerson).finding.text.id == "CODE_SEVERAL");
}

TEST_CASE("a code that is named is its value, however it is named, and not another value behind it", "[proof]") {
  const std::string aws(64, 'a');
  const auto pasted = GENERATE_COPY(values<std::string>({
      "sha = \"" + aws + "\"\nverification_code = \"" + kAzure + "\"",
      "VERIFICATION_CODE=" + kAzure + "\nSHA256=" + aws,
      "Verification code: " + kAzure + "\nSHA256: " + aws,
      "<verificationCode>" + kAzure + "</verificationCode>",
      "verificationCode\n" + kAzure,
      kAzure + " is the verification code",
  }));
  CAPTURE(pasted);
  CHECK(check_verification_code(pasted, Origin::kPerson).code == kAzure);
}

TEST_CASE("one character too short or too long is said, whatever stands around it", "[proof]") {
  const auto pasted = GENERATE_COPY(values<std::string>({
      kAzure.substr(1),
      "\"" + kAzure.substr(1) + "\"",
      "Verification code: " + kAzure.substr(1),
      "Verification code: " + kAzure + "A",
      R"({"verificationCode": ")" + kAzure.substr(1) + R"(", "sha256": ")" + std::string(64, 'a') + "\"}",
      "\"" + std::string(63, 'a') + "\"",
  }));
  CAPTURE(pasted);
  const auto check = check_verification_code(pasted, Origin::kPerson);
  CHECK(check.finding.text.id == "CODE_LENGTH_OFF");
  CHECK(check.needs_confirmation);
}

TEST_CASE("a UUID is taken out of quotation marks, and is one", "[proof]") {
  const std::string uuid = "bb180052-7df5-4ff3-bda9-9b12fed8bf39";
  CHECK(check_verification_code("\"" + uuid + "\"", Origin::kPerson).code == uuid);
  CHECK(check_verification_code("code: " + uuid, Origin::kPerson).finding.text.id == "CODE_IS_UUID");
}

TEST_CASE("a CA's own thumbprint is no code, however it is written", "[proof]") {
  const auto ca = x509::decode_certificate(test::fixture("certs/ca-p256.der"));
  REQUIRE(ca);
  const auto sha1 = hex(crypto::digest(crypto::Hash::kSha1, ca->der)),
             sha256 = hex(crypto::digest(crypto::Hash::kSha256, ca->der));
  std::string capitals, colons;
  for (std::size_t i = 0; i < sha1.size(); ++i) {
    capitals += static_cast<char>(std::toupper(sha1[i]));
    if (i % 2 == 0 && i > 0) colons += ':';
    colons += sha1[i];
  }
  for (const auto& text : {sha1, sha256, capitals, colons, "\"" + sha256 + "\""}) {
    CAPTURE(text);
    auto check = check_verification_code(text, Origin::kPerson);
    refuse_thumbprint(check, Thumbprints({&*ca, 1}));
    CHECK(check.finding.text.id == "CODE_IS_THUMBPRINT");
    CHECK(check.finding.status == Status::kFail);
  }
  auto other = check_verification_code(std::string(64, 'a'), Origin::kPerson);
  refuse_thumbprint(other, Thumbprints({&*ca, 1}));
  CHECK(other.finding.status == Status::kPass);
}

TEST_CASE("what was trimmed is said", "[proof]") {
  CHECK(check_verification_code(kAzure + "\n", Origin::kProgram).finding.text.id == "code.trimmed");
}

TEST_CASE("a code is judged by its form and by who gave it", "[proof]") {
  struct Form {
    const char* code;
    Status program, person, given;
    std::string_view said_to_person;
    Service service;
  };
  const auto kPass = Status::kPass, kWarn = Status::kWarn, kFail = Status::kFail;
  const auto f = GENERATE_COPY(values<Form>({
      {"7D07A6A51F8AF1469499A1D92074D629894BE9FA8A013E49", kPass, kPass, kPass, "code.pass", Service::kAzure},
      {"106A5SD242AF512B3498BD6098C4941E66R34H268DDB3288", kPass, kPass, kPass, "code.pass", Service::kAzure},
      {"5694d08a2e53ffcae0c3103e5ad6f6076abd960eb1f8a56577040bc1028f702b", kPass, kPass, kPass, "code.pass",
       Service::kAws},
      {"bb180052-7df5-4ff3-bda9-9b12fed8bf39", kWarn, kWarn, kWarn, "CODE_IS_UUID", Service::kNone},
      {"13274673-8f90-4630-bea1-9cccb25756ad2089012345", kWarn, kWarn, kWarn, "CODE_IS_UUID", Service::kNone},
      {"bb180052-7df5-4ff3-bda9-9b12fed8bf3", kWarn, kWarn, kFail, "CODE_LOOKS_LIKE_NAME", Service::kNone},
      {"bb180052-7df5-4ff3-bda9-9b12fed8bf39-sensor", kWarn, kWarn, kFail, "CODE_LOOKS_LIKE_NAME", Service::kNone},
      {"bb180052x7df5-4ff3-bda9-9b12fed8bf39", kWarn, kWarn, kFail, "CODE_LOOKS_LIKE_NAME", Service::kNone},
      {"7D07A6A51F8AF1469499A1D92074D629894BE9FA8A013E4", kWarn, kWarn, kFail, "CODE_LENGTH_OFF", Service::kNone},
      {"device-0042", kWarn, kWarn, kFail, "CODE_LOOKS_LIKE_NAME", Service::kNone},
      {"CN=device-0042", kWarn, kWarn, kFail, "CODE_LOOKS_WRAPPED", Service::kNone},
      {"\"7D07A6A51F8AF1469499A1D92074D629894BE9FA8A013E49\"", kPass, kPass, kFail, "code.taken", Service::kAzure},
      {"", kFail, kFail, kFail, "CODE_EMPTY", Service::kNone},
  }));
  INFO(f.code);
  const auto program = check_verification_code(f.code, Origin::kProgram);
  const auto person = check_verification_code(f.code, Origin::kPerson);
  const auto given = check_verification_code(f.code, Origin::kGiven);
  CHECK(program.finding.status == f.program);
  CHECK(person.finding.status == f.person);
  CHECK(given.finding.status == f.given);
  CHECK(person.finding.text.id == f.said_to_person);
  CHECK_FALSE(program.needs_confirmation);
  CHECK(person.needs_confirmation == (f.person == kWarn));
  CHECK(given.needs_confirmation == (f.given == kWarn));
  for (const auto& check : {program, person, given}) {
    CHECK(check.service == (check.finding.status == kFail ? Service::kNone : f.service));
  }
}

TEST_CASE("an Azure code in small letters is nobody's name, but the service might not know it", "[proof]") {
  for (const auto origin : {Origin::kProgram, Origin::kPerson, Origin::kGiven}) {
    const auto check = check_verification_code("7d07a6a51f8af1469499a1d92074d629894be9fa8a013e49", origin);
    CHECK(check.finding.status == Status::kWarn);
    CHECK(check.finding.text.id == "CODE_LETTER_CASE");
    CHECK(check.service == Service::kAzure);
    CHECK_FALSE(check.needs_confirmation);
  }
}

TEST_CASE("the sentence says whose code it is", "[proof]") {
  const auto said = [](const std::string& code) {
    const auto& finding = check_verification_code(code, Origin::kGiven).finding;
    return filled(finding.text.message, finding.facts);
  };
  CHECK(said(kAzure).find("an Azure code") != std::string::npos);
  CHECK(said(std::string(64, 'f')).find("an AWS code") != std::string::npos);
}
