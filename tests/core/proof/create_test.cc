#include "proof/create.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"
#include "core/proof/batch.h"
#include "core/proof/sample_request.h"
#include "core/sentences/said.h"
#include "der/time.h"
#include "files/contents.h"
#include "pem/pem.h"
#include "proof/form.h"
#include "proof/rules.h"
#include "x509/name.h"

using namespace popcert;
using namespace popcert::proof;
using files::read_contents;
using test::create_all;
using test::fixture;
using test::hour_after_start;
using test::kCode;
using test::message_of;
using test::random_octets;

namespace {

/// Files and settings of one request; `create` borrows from it.
struct Request {
  std::string code = kCode;
  std::optional<Buffer> ca_file;
  Buffer key_file, random = random_octets();
  std::optional<UnixSeconds> now{}, not_before{}, not_after{};

  Outcome create() const { return proof::create(code, input()); }

  CreateInput input() const {
    CreateInput in{};
    if (ca_file) in.ca_file = *ca_file;
    in.key_file = key_file;
    in.now = now.value_or(hour_after_start(fixture("certs/ca-p256.der")));
    in.not_before = not_before;
    in.not_after = not_after;
    in.random = random;
    return in;
  }
};

const Failure& failure_of(const Outcome& outcome) {
  REQUIRE(std::holds_alternative<Failure>(outcome.result));
  return std::get<Failure>(outcome.result);
}

const Created& created_of(const Outcome& outcome) {
  if (const auto* why = std::get_if<Failure>(&outcome.result)) FAIL(message_of(why->error));
  return std::get<Created>(outcome.result);
}

}  // namespace

TEST_CASE("proof::create makes the profile for every type of CA key", "[proof]") {
  const auto name = GENERATE(std::string("rsa2048"), std::string("rsa2046"), std::string("rsa3072"),
                             std::string("rsa4096"), std::string("p256"), std::string("p384"), std::string("p521"));
  INFO(name);
  const Request request{kCode, fixture("certs/ca-" + name + ".pem"), fixture("keys/" + name + "-pkcs8.pem")};
  const auto outcome = request.create();
  const auto& created = created_of(outcome);
  const auto& fields = created.certificate.fields();
  CHECK(fields.issuer == created.ca->subject);
  CHECK(fields.subject == x509::encode_common_name(kCode));
  CHECK(std::holds_alternative<crypto::EcPublicKey>(fields.key));
  REQUIRE(fields.extensions.basic_constraints);
  CHECK_FALSE(fields.extensions.basic_constraints->ca);
  CHECK(fields.extensions.key_usage == std::uint16_t{1} << x509::kDigitalSignatureBit);
  CHECK(fields.not_before >= created.ca->not_before);
  CHECK(fields.not_after <= created.ca->not_after);
}

TEST_CASE("proof::create is a function of its input", "[proof]") {
  const Request request{kCode, fixture("certs/ca-p256.pem"), fixture("keys/p256-sec1.pem")};
  const auto once = request.create(), again = request.create();
  CHECK(equal(created_of(once).certificate.der(), created_of(again).certificate.der()));
  Request other = request;
  other.random[0] ^= 1;
  const auto differs = other.create();
  CHECK_FALSE(equal(created_of(once).certificate.der(), created_of(differs).certificate.der()));
}

TEST_CASE("a wrong input is refused with the reason, beside its field", "[proof]") {
  struct Case {
    const char* name;
    std::string ca, key;
    ErrorCode code;
    Field field;
  };
  const auto c = GENERATE(values<Case>({
      {"swapped", "keys/p256-pkcs8.pem", "certs/ca-p256.pem", ErrorCode::kObjectIsCertificate, Field::kPrivateKey},
      {"public key", "certs/ca-p256.pem", "wrong/public-p256.pem", ErrorCode::kObjectIsPublicKey, Field::kPrivateKey},
      {"request", "certs/ca-p256.pem", "wrong/request-p256.pem", ErrorCode::kObjectIsCertificateRequest,
       Field::kPrivateKey},
      {"key as certificate", "keys/p256-pkcs8.pem", "keys/p256-pkcs8.pem", ErrorCode::kObjectIsPrivateKey,
       Field::kCaCertificate},
      {"CRL as certificate", "wrong/crl.pem", "keys/p256-pkcs8.pem", ErrorCode::kObjectIsCrl, Field::kCaCertificate},
      {"another key", "certs/ca-p256.pem", "keys/p256-other-pkcs8.pem", ErrorCode::kKeyNotOfThisCertificate,
       Field::kPrivateKey},
      {"another type of key", "certs/ca-p256.pem", "keys/rsa2048-pkcs8.pem", ErrorCode::kKeyNotOfThisCertificate,
       Field::kPrivateKey},
      {"leaf", "certs/leaf-p256.pem", "keys/p256-leaf-pkcs8.pem", ErrorCode::kCertificateNotCa, Field::kCaCertificate},
      {"expired", "certs/ca-p256-expired.pem", "keys/p256-pkcs8.pem", ErrorCode::kCertificateExpired,
       Field::kCaCertificate},
      {"not yet valid", "certs/ca-p256-not-yet-valid.pem", "keys/p256-pkcs8.pem", ErrorCode::kCertificateNotYetValid,
       Field::kCaCertificate},
      {"may not sign", "certs/ca-p256-no-key-cert-sign.pem", "keys/p256-pkcs8.pem",
       ErrorCode::kCertificateNoKeyCertSign, Field::kCaCertificate},
      {"weak", "certs/ca-rsa1024.pem", "keys/rsa1024-pkcs8.pem", ErrorCode::kCertificateWeakKey, Field::kCaCertificate},
      {"empty key", "certs/ca-p256.pem", "bad/empty", ErrorCode::kInputEmpty, Field::kPrivateKey},
      {"encrypted key", "certs/ca-p256.pem", "encrypted/pbes2-aes-256-cbc.pem", ErrorCode::kKeyEncrypted,
       Field::kPassword},
      {"letter", "certs/ca-p256.pem", "wrong/letter.txt", ErrorCode::kInputNotRecognized, Field::kPrivateKey},
      {"noise", "bad/noise", "keys/p256-pkcs8.pem", ErrorCode::kInputNotRecognized, Field::kCaCertificate},
  }));
  INFO(c.name);
  const Request request{kCode, fixture(c.ca), fixture(c.key)};
  const auto outcome = request.create();
  const auto& failure = failure_of(outcome);
  CHECK(sentence_of(failure.error.code).id == sentence_of(c.code).id);
  CHECK(failure.field == c.field);
}

TEST_CASE("every finding is there, not only the first that failed", "[proof]") {
  const Request request{"", fixture("certs/ca-p256-expired.pem"), fixture("keys/p256-other-pkcs8.pem")};
  const auto outcome = request.create();
  std::size_t failures = 0;
  for (const auto& finding : outcome.findings) failures += finding.status == Status::kFail;
  CHECK(failures == 3);  // no code, another key, expired
  CHECK(failure_of(outcome).field == Field::kVerificationCode);
}

TEST_CASE("an empty form says so beside each field", "[proof]") {
  const auto outcome = Request{"", std::nullopt, {}}.create();
  std::vector<Field> fields;
  for (const auto& finding : outcome.findings) {
    if (finding.status == Status::kFail) fields.push_back(finding.field);
  }
  CHECK(fields == std::vector{Field::kVerificationCode, Field::kPrivateKey, Field::kCaCertificate});
}

TEST_CASE("a doubtful CA is signed for, with a warning", "[proof]") {
  const auto file = GENERATE("certs/ca-p256-v1.pem", "certs/ca-p256-no-basic-constraints.pem");
  const auto outcome = Request{kCode, fixture(file), fixture("keys/p256-pkcs8.pem")}.create();
  created_of(outcome);
  bool warned_of_ca = false;
  for (const auto& finding : outcome.findings) {
    warned_of_ca = warned_of_ca || (finding.id == "ca" && finding.status == Status::kWarn);
  }
  CHECK(warned_of_ca);
}

TEST_CASE("out of a chain the certificate of the key signs", "[proof]") {
  struct Case {
    const char *ca, *key, *signer;
  };
  const auto c = GENERATE(values<Case>({
      {"chains/fullchain.pem", "keys/p256-sub-pkcs8.pem", "certs/sub-p256.der"},
      {"chains/root-then-sub.pem", "keys/p256-sub-pkcs8.pem", "certs/sub-p256.der"},
      {"chains/sub-then-root.pem", "keys/p256-sub-pkcs8.pem", "certs/sub-p256.der"},
      {"chains/expired-and-current.pem", "keys/p256-pkcs8.pem", "certs/ca-p256.der"},
  }));
  INFO(c.ca);
  const auto outcome = Request{kCode, fixture(c.ca), fixture(c.key)}.create();
  CHECK(created_of(outcome).ca->der == fixture(c.signer));
}

TEST_CASE("key and certificate of one file fill both fields", "[proof]") {
  const auto file = GENERATE("chains/key-and-certificate.pem", "chains/certificate-and-key.pem");
  const auto outcome = Request{kCode, std::nullopt, fixture(file)}.create();
  created_of(outcome);
}

TEST_CASE("the validity asked for is kept, shortened to the CA's, or refused", "[proof]") {
  const Buffer ca_file = fixture("certs/ca-p256.pem"), key_file = fixture("keys/p256-pkcs8.pem");
  const auto ca = x509::decode_certificate(fixture("certs/ca-p256.der"));
  const UnixSeconds now = ca->not_before + 100 * kDaySeconds;
  bool allow_long = false;
  const auto make = [&](std::optional<UnixSeconds> begin, std::optional<UnixSeconds> end) {
    Request request{kCode, ca_file, key_file};
    request.now = now;
    request.not_before = begin;
    request.not_after = end;
    auto input = request.input();
    input.allow_long_validity = allow_long;
    return proof::create(kCode, input);
  };
  const auto by_default = make(std::nullopt, std::nullopt);
  CHECK(created_of(by_default).certificate.fields().not_before == now - 3 * kDaySeconds);
  CHECK(created_of(by_default).certificate.fields().not_after == now + 30 * kDaySeconds);
  created_of(make(now, now + 90 * kDaySeconds));
  const auto too_long = make(now, now + 90 * kDaySeconds + 1);
  CHECK(failure_of(too_long).error.code == ErrorCode::kValidityTooLong);
  CHECK(failure_of(too_long).error.value == 91);
  CHECK(failure_of(too_long).field == Field::kValidity);
  created_of(make(ca->not_before - 1000 * kDaySeconds, ca->not_before + kDaySeconds));  // short within the CA's
  allow_long = true;
  const auto long_one = make(ca->not_before - kDaySeconds, ca->not_after + kDaySeconds);
  CHECK(created_of(long_one).certificate.fields().not_before == ca->not_before);
  CHECK(created_of(long_one).certificate.fields().not_after == ca->not_after);
  CHECK(failure_of(make(now, now)).error.code == ErrorCode::kValidityEmpty);
  CHECK(failure_of(make(ca->not_after + 1, ca->not_after + 2)).error.code == ErrorCode::kValidityOutsideCa);
  CHECK(failure_of(make(der::kEarliestTime - 1, std::nullopt)).error.code == ErrorCode::kTimeUnusable);
}

TEST_CASE("a source of randomness that fails stops the job", "[proof]") {
  Request request{kCode, fixture("certs/ca-p256.pem"), fixture("keys/p256-pkcs8.pem")};
  request.random = Buffer(kRandomOctets, 0);
  CHECK(failure_of(request.create()).error.code == ErrorCode::kRandomFailed);
  request.random = Buffer{1, 2, 3};
  CHECK(failure_of(request.create()).error.code == ErrorCode::kRandomFailed);
}

namespace {

/// Codes that differ, and random octets for each.
std::vector<std::string> codes_of(std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back("CODE" + std::to_string(1000 + i));
  return out;
}

Buffer random_for(std::size_t count) {
  Buffer out;
  for (std::size_t i = 0; i < count * kRandomOctets; ++i) out.push_back(static_cast<std::uint8_t>(i * i * 31 + i / 7));
  return out;
}

}  // namespace

TEST_CASE("proof::Signing signs each code of a list as create does one", "[proof]") {
  const auto name = GENERATE(std::string("rsa2048"), std::string("p256"), std::string("p521"));
  Request request{kCode, fixture("certs/ca-" + name + ".pem"), fixture("keys/" + name + "-pkcs8.pem"), random_for(5)};
  const auto codes = codes_of(5);
  const auto batch = create_all(codes, request.input());
  CHECK_FALSE(batch.failure);
  REQUIRE(batch.results.size() == 5);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const auto& created = created_of(batch.results[i]);
    CHECK(created.verification_code == codes[i]);
    CHECK(created.ca == created_of(batch.results[0]).ca);
    Request single = request;
    single.code = codes[i];
    single.random = Buffer(request.random.begin() + static_cast<std::ptrdiff_t>(i * kRandomOctets),
                           request.random.begin() + static_cast<std::ptrdiff_t>((i + 1) * kRandomOctets));
    const auto alone = single.create();
    CHECK(equal(created.certificate.der(), created_of(alone).certificate.der()));
    REQUIRE(batch.results[i].findings.size() == 1);
    CHECK(batch.results[i].findings[0].id == "code");
    CHECK(alone.findings.size() == batch.findings.size() + 1);
  }
}

TEST_CASE("a code that cannot be signed fails alone", "[proof]") {
  const Request request{kCode, fixture("certs/ca-p256.pem"), fixture("keys/p256-pkcs8.pem"), random_for(4)};
  const std::vector<std::string> codes{"", " " + kCode + "\n", std::string(65, 'A'), "a\nb"};
  const auto batch = create_all(codes, request.input());
  CHECK_FALSE(batch.failure);
  CHECK(first_failure(batch.findings) == nullptr);
  REQUIRE(batch.results.size() == 4);
  CHECK(failure_of(batch.results[0]).error.code == ErrorCode::kCodeEmpty);
  CHECK(created_of(batch.results[1]).verification_code == kCode);
  CHECK(failure_of(batch.results[2]).error.code == ErrorCode::kCodeTooLong);
  CHECK(failure_of(batch.results[3]).error.code == ErrorCode::kCodeForbiddenCharacter);
  for (const auto& result : batch.results) CHECK(result.findings.size() == 1);
}

TEST_CASE("what is wrong with key or CA is told once, and nothing is signed", "[proof]") {
  const Request request{kCode, fixture("certs/ca-p256-expired.pem"), fixture("keys/p256-other-pkcs8.pem"),
                        random_for(2)};
  const auto batch = create_all(codes_of(2), request.input());
  REQUIRE(batch.failure);
  CHECK(batch.failure->error.code == ErrorCode::kKeyNotOfThisCertificate);
  CHECK(first_failure(batch.findings) != nullptr);
  for (const auto& result : batch.results) {
    CHECK(failure_of(result).error.code == ErrorCode::kKeyNotOfThisCertificate);
    CHECK(result.findings[0].status != Status::kFail);
  }
}

TEST_CASE("a batch has 1 to 1,000 codes", "[proof]") {
  const Request request{kCode, fixture("certs/ca-p256.pem"), fixture("keys/p256-pkcs8.pem"), random_for(1001)};
  const auto none = create_all({}, request.input());
  REQUIRE(none.failure);
  CHECK(none.failure->error.code == ErrorCode::kCodeEmpty);
  const auto many = create_all(codes_of(1001), request.input());
  REQUIRE(many.failure);
  CHECK(many.failure->error.code == ErrorCode::kTooManyCodes);
  CHECK(many.results.empty());
  CHECK(first_failure(many.findings) != nullptr);
}

TEST_CASE("random octets that are short, constant or repeated for another code stop a batch", "[proof]") {
  Request request{kCode, fixture("certs/ca-p256.pem"), fixture("keys/p256-pkcs8.pem"), random_for(3)};
  const auto codes = codes_of(3);
  const auto good = request.random;
  CHECK_FALSE(create_all(codes, request.input()).failure);
  const auto stops = [&](Buffer random) {
    request.random = std::move(random);
    const auto batch = create_all(codes, request.input());
    return batch.failure && batch.failure->error.code == ErrorCode::kRandomFailed &&
           failure_of(batch.results[0]).error.code == ErrorCode::kRandomFailed;
  };
  CHECK(stops(Buffer(good.begin(), good.end() - 1)));
  Buffer constant = good;
  std::fill_n(constant.begin() + kRandomOctets, kRandomOctets, std::uint8_t{7});
  CHECK(stops(constant));
  Buffer repeated = good;
  std::copy_n(repeated.begin(), kRandomOctets, repeated.begin() + 2 * kRandomOctets);
  CHECK(stops(repeated));
}

TEST_CASE("a public key that was given is certified for each code, or refused once", "[proof]") {
  Request request{kCode, fixture("certs/ca-p256.pem"), fixture("keys/p256-pkcs8.pem"), random_for(2)};
  const Buffer public_key = fixture("wrong/public-p256.pem");
  auto input = request.input();
  input.subject_key = SubjectKey::kGiven;
  input.subject_key_info = public_key;
  const auto batch = create_all(codes_of(2), input);
  CHECK(created_of(batch.results[0]).certificate.fields().key == created_of(batch.results[1]).certificate.fields().key);
  input.subject_key_info = {};
  const auto refused = create_all(codes_of(2), input);
  REQUIRE(refused.failure);
  CHECK(refused.failure->field == Field::kSubjectKey);
}

TEST_CASE("a code that may be a name is signed only when it was confirmed", "[proof]") {
  const Request request{kCode, fixture("certs/ca-p256.pem"), fixture("keys/p256-pkcs8.pem"), random_for(3)};
  const std::vector<std::string> codes{kCode, "device-0042", "bb180052-7df5-4ff3-bda9-9b12fed8bf39"};
  const auto codes_of_batch = [&](Origin origin, bool confirmed) {
    auto input = request.input();
    input.code_origin = origin;
    input.codes_confirmed = confirmed;
    std::vector<std::optional<ErrorCode>> out;
    for (const auto& one : create_all(codes, input).results) {
      const auto* why = std::get_if<Failure>(&one.result);
      out.push_back(why != nullptr ? std::optional(why->error.code) : std::nullopt);
    }
    return out;
  };
  using Codes = std::vector<std::optional<ErrorCode>>;
  const auto unconfirmed = ErrorCode::kCodeUnconfirmed;
  CHECK(codes_of_batch(Origin::kProgram, false) == Codes{std::nullopt, std::nullopt, std::nullopt});
  CHECK(codes_of_batch(Origin::kPerson, false) == Codes{std::nullopt, unconfirmed, unconfirmed});
  CHECK(codes_of_batch(Origin::kPerson, true) == Codes{std::nullopt, std::nullopt, std::nullopt});
  CHECK(codes_of_batch(Origin::kGiven, false) == Codes{std::nullopt, ErrorCode::kCodeUnlikeService, unconfirmed});
  CHECK(codes_of_batch(Origin::kGiven, true) == Codes{std::nullopt, ErrorCode::kCodeUnlikeService, std::nullopt});
}

namespace {

std::vector<std::string> said(const std::vector<Finding>& findings) {
  std::vector<std::string> out;
  for (const auto& finding : findings) {
    if (finding.status != Status::kPass) out.emplace_back(finding.text.id);
  }
  return out;
}

}  // namespace

TEST_CASE("a CA certificate that somebody else gave does not go before the one in the key's file", "[proof]") {
  struct Case {
    const char *ca, *key;
    Origin origin;
    const char* signer;
    std::vector<std::string> said;
  };
  const char *beside_key = "chains/key-and-certificate.pem", *renewed = "certs/ca-p256-renewed.pem";
  const auto c = GENERATE_COPY(values<Case>({
      {renewed, beside_key, Origin::kProgram, "certs/ca-p256-renewed.der", {"CA_DIFFERS_FROM_KEY_FILE"}},
      {renewed, beside_key, Origin::kPerson, "certs/ca-p256-renewed.der", {"CA_DIFFERS_FROM_KEY_FILE"}},
      {renewed, beside_key, Origin::kGiven, "certs/ca-p256.der", {"CA_OF_KEY_FILE_USED"}},
      {"certs/ca-p256.pem", beside_key, Origin::kGiven, "certs/ca-p256.der", {}},
      {"certs/ca-p256.pem", beside_key, Origin::kPerson, "certs/ca-p256.der", {}},
      {renewed, "keys/p256-pkcs8.pem", Origin::kGiven, "certs/ca-p256-renewed.der", {}},
      // What cannot sign is said, and not replaced by what is at hand.
      {"certs/ca-p256-other.pem", beside_key, Origin::kGiven, nullptr, {"KEY_NOT_OF_THIS_CERTIFICATE"}},
      {"certs/ca-p256-other.pem", beside_key, Origin::kPerson, nullptr, {"KEY_NOT_OF_THIS_CERTIFICATE"}},
      {"keys/p256-pkcs8.pem", beside_key, Origin::kGiven, nullptr, {"OBJECT_IS_PRIVATE_KEY"}},
  }));
  INFO(c.ca << " beside " << c.key << ", " << static_cast<int>(c.origin));
  const Request request{kCode, fixture(c.ca), fixture(c.key)};
  auto input = request.input();
  input.ca_origin = c.origin;
  const auto outcome = proof::create(kCode, input);
  if (c.signer != nullptr) {
    CHECK(created_of(outcome).ca->der == fixture(c.signer));
  } else {
    failure_of(outcome);
  }
  CHECK(said(outcome.findings) == c.said);

  // The check before the key is there says the same.
  const auto key = read_contents(request.key_file, std::nullopt);
  const std::vector keys{crypto::public_key_of(key->private_keys().front()->key)};
  std::string beside;
  for (const auto* certificate : key->certificates()) beside += pem::encode_pem("CERTIFICATE", certificate->der);
  const auto form = check_form({.verification_code = kCode,
                                .ca_file = *request.ca_file,
                                .key_file_certificates = as_bytes(beside),
                                .keys = keys,
                                .now = input.now,
                                .ca_origin = c.origin});
  CHECK(form.ready() == (c.signer != nullptr));
  CHECK(said(form.checked.findings) == c.said);
}

TEST_CASE("a certificate that says it signed itself, and did not, is refused", "[proof]") {
  auto ca = *x509::decode_certificate(fixture("certs/ca-p256.der"));
  CHECK(judge_own_signature(ca).status == Status::kPass);
  const auto good = ca;
  ca.signature.back() ^= 1;
  CHECK(judge_own_signature(ca).error.code == ErrorCode::kCertificateSelfSignatureWrong);
  CHECK(judge_own_signature(ca).status == Status::kFail);
  ca.extensions.authority_key_identifier.reset();
  CHECK(judge_own_signature(ca).status == Status::kFail);
  ca.extensions.authority_key_identifier = Buffer{1, 2, 3};  // issued in the same name by another key
  CHECK(judge_own_signature(ca).error.code == ErrorCode::kCertificateSignedByOtherKey);
  CHECK(judge_own_signature(ca).status == Status::kWarn);
  ca = good;
  ca.signature.back() ^= 1;
  ca.issuer = x509::encode_common_name("somebody else");
  CHECK(judge_own_signature(ca).status == Status::kPass);
  ca = good;
  ca.signature.back() ^= 1;
  ca.signature_algorithm.clear();
  CHECK(judge_own_signature(ca).status == Status::kFail);
}
