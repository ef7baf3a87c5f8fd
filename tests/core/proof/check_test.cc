#include "proof/check.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"
#include "core/proof/sample_request.h"

using namespace popcert;
using namespace popcert::proof;
using test::fixture;

namespace {

x509::Certificate certificate(const char* name) {
  auto read = x509::decode_certificate(fixture(name));
  REQUIRE(read);
  return std::move(*read);
}

/// One CA, with its own key unless another is given.
struct Form {
  std::vector<x509::Certificate> certificates, key_file_certificates{};
  std::vector<crypto::PublicKey> keys{};
  UnixSeconds now = test::hour_after_start(fixture("certs/ca-p256.der"));
  CheckInput input() const {
    CheckInput in{};
    in.certificates = certificates;
    in.key_file_certificates = key_file_certificates;
    in.keys = keys;
    in.now = now;
    return in;
  }
};

Form sound() {
  Form form{{certificate("certs/ca-p256.der")}};
  form.keys = {form.certificates[0].key};
  return form;
}

}  // namespace

TEST_CASE("proof::check: a request stands for it that nothing failed, and nothing is missing", "[proof]") {
  const auto form = sound();
  const auto checked = check(form.input());
  CHECK(first_failure(checked.findings) == nullptr);
  REQUIRE(checked.request);
  CHECK(checked.request->issuer().name == form.certificates[0].subject);
  CHECK(checked.request->ca_index() == 0);
  CHECK(checked.request->key_index() == 0);

  Form without_key = sound();
  without_key.keys.clear();
  CHECK_FALSE(check(without_key.input()).request);
  Form without_ca = sound();
  without_ca.certificates.clear();
  CHECK_FALSE(check(without_ca.input()).request);
  Form other_key = sound();
  other_key.keys = {certificate("certs/ca-p256-other.der").key};
  const auto refused = check(other_key.input());
  REQUIRE(first_failure(refused.findings) != nullptr);
  CHECK(first_failure(refused.findings)->error->code == ErrorCode::kKeyNotOfThisCertificate);
  CHECK_FALSE(refused.request);
}

TEST_CASE("proof::check: three days back and thirty ahead, within the CA's own", "[proof]") {
  Form form = sound();
  const auto& ca = form.certificates[0];
  const auto early = check(form.input());
  CHECK(early.not_before == ca.not_before);  // an hour after it began
  CHECK(early.not_after == form.now + kDaysAhead);
  form.now = ca.not_before + 10 * kDaySeconds;
  const auto later = check(form.input());
  CHECK(later.not_before == form.now - kDaysBack);
  REQUIRE(later.request);
  CHECK(later.request->validity().not_before == later.not_before);
  CHECK(later.request->validity().not_after == later.not_after);
}

TEST_CASE("proof::check: 90 days are the most, unless a program wants more", "[proof]") {
  const Form form = sound();
  CheckInput in = form.input();
  in.not_before = form.now;
  in.not_after = form.now + kLongestPeriod;
  CHECK(check(in).request);
  in.not_after = form.now + kLongestPeriod + 1;
  CHECK_FALSE(check(in).request);
  in.allow_long_validity = true;
  CHECK(check(in).request);
}

TEST_CASE("proof::check: a clock from before this program was made", "[proof]") {
  Form form = sound();
  form.certificates[0].not_before = kReleaseTime - kDaySeconds;
  const auto says_so = [&] {
    const auto checked = check(form.input());
    REQUIRE(checked.request);  // it is doubtful, not wrong
    return std::any_of(checked.findings.begin(), checked.findings.end(), [](const Finding& finding) {
      return finding.error && finding.error->code == ErrorCode::kClockLooksWrong;
    });
  };
  form.now = kReleaseTime;
  CHECK_FALSE(says_so());
  form.now = kReleaseTime - 1;
  CHECK(says_so());
}

TEST_CASE("proof::check chooses the certificate of the key, the usable one before one that is expired", "[proof]") {
  Form form = sound();
  const auto wanted = form.certificates[0];
  form.certificates = {certificate("certs/ca-p256-other.der"), certificate("certs/ca-p256-expired.der"), wanted};
  const auto checked = check(form.input());
  REQUIRE(checked.ca);
  CHECK(*checked.ca == 2);
  REQUIRE(checked.request);
  CHECK(checked.request->ca_index() == 2);

  // The CA's file goes before the key's, with an expired certificate too; without one the key's file is enough.
  form.certificates.pop_back();
  form.key_file_certificates = {wanted};
  CHECK(check(form.input()).ca == std::size_t{1});
  form.certificates.clear();
  CHECK(check(form.input()).request);
}

TEST_CASE("proof::check_ca_certificates says of a CA what check says of it", "[proof]") {
  const auto file = GENERATE("certs/ca-p256.der", "certs/ca-p256-expired.der", "certs/ca-p256-no-key-cert-sign.der",
                             "certs/ca-p256-v1.der", "certs/leaf-p256.der", "certs/ca-rsa1024.der");
  INFO(file);
  Form form = sound();
  form.certificates = {certificate(file)};
  form.keys = {form.certificates[0].key};
  const auto all = check(form.input()).findings;
  const auto alone = check_ca_certificates(form.certificates, form.now, Origin::kProgram);
  REQUIRE_FALSE(alone.empty());
  for (const auto& finding : alone) {
    CHECK(std::any_of(all.begin(), all.end(), [&](const Finding& other) {
      return other.id == finding.id && other.status == finding.status && other.text.id == finding.text.id;
    }));
  }
}
