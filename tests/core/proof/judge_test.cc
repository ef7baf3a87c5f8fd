#include "proof/judge.h"

#include <catch_amalgamated.hpp>

#include "base/hex.h"
#include "core/fixture.h"
#include "core/proof/sample_request.h"
#include "crypto/digest.h"

using namespace popcert;
using namespace popcert::proof;
using test::fixture;

namespace {

// The certificates are OpenSSL's: leaf-p256 is issued by sub-p256, and that by ca-rsa2048; each name is in the subject.
struct Case {
  std::string certificate, ca;
  std::string_view chosen_ca = {};
  UnixSeconds seconds_later = 0;

  Judged judged(const std::string& code) const { return judged(code, fixture("certs/" + certificate + ".der")); }
  Judged judged(const std::string& code, const Buffer& file) const {
    const auto ca_file = fixture(ca.find('/') == ca.npos ? "certs/" + ca + ".der" : ca);
    const auto now = test::hour_after_start(fixture("certs/leaf-p256.der")) + seconds_later;
    return judge(code, {.certificate_file = file, .ca_file = ca_file, .now = now, .chosen_ca = chosen_ca});
  }
};

/// The sentence of the first failure; "" where it is accepted.
std::string refusal(const Judged& judged) {
  const auto* failure = first_failure(judged.findings);
  CHECK(judged.accepted() == (failure == nullptr));
  return failure == nullptr ? "" : std::string(failure->text.id);
}

bool says(const Judged& judged, std::string_view id) {
  return std::any_of(judged.findings.begin(), judged.findings.end(),
                     [&](const auto& one) { return one.text.id == id; });
}

constexpr UnixSeconds kCentury = 100ll * 365 * 86400;

}  // namespace

TEST_CASE("proof::judge: what OpenSSL issued is taken for its own name, under its own CA, in its own time", "[proof]") {
  const Case good{"leaf-p256", "sub-p256"};
  const auto judged = good.judged("leaf-p256");
  CHECK(refusal(judged).empty());
  CHECK(says(judged, "signature.judged"));
  CHECK(says(judged, "PROOF_HAS_FURTHER_NAMES"));  // O

  CHECK(refusal(good.judged("leaf-p384")) == "PROOF_FOR_OTHER_CODE");
  CHECK(refusal(good.judged("LEAF-p256")) == "PROOF_NAME_ALTERED");
  CHECK(refusal(Case{"leaf-p256", "ca-p256"}.judged("leaf-p256")) == "PROOF_OF_OTHER_CA");
  CHECK(refusal(Case{"leaf-p256", "leaf-p256"}.judged("leaf-p256")) == "PROOF_IS_THE_CA");
  CHECK(refusal(Case{"leaf-p256", "sub-p256", {}, kCentury}.judged("leaf-p256")) == "PROOF_EXPIRED");
  CHECK(refusal(Case{"leaf-p256", "sub-p256", {}, -7200}.judged("leaf-p256")) == "PROOF_NOT_YET_VALID");
  CHECK(says(Case{"sub-p256", "ca-rsa2048"}.judged("sub-p256"), "PROOF_MAY_SIGN"));
  CHECK_FALSE(says(judged, "PROOF_MAY_SIGN"));
}

TEST_CASE("proof::judge: a signature with one bit off is wrong", "[proof]") {
  auto file = fixture("certs/leaf-p256.der");
  file.back() ^= 1;
  CHECK(refusal(Case{"", "sub-p256"}.judged("leaf-p256", file)) == "PROOF_SIGNATURE_WRONG");
}

TEST_CASE("proof::judge: which of several is meant, and by which CA", "[proof]") {
  Buffer file;
  for (const auto* name : {"ca-rsa2048", "sub-p256", "leaf-p256"})
    append(file, fixture(std::string("certs/") + name + ".pem"));
  const Case several{"", "chains/root-then-sub.pem"};
  const auto judged = several.judged("leaf-p256", file);
  CHECK(refusal(judged).empty());
  REQUIRE(judged.certificate);
  CHECK(equal(judged.certificate->der, fixture("certs/leaf-p256.der")));
  CHECK(equal(judged.ca->der, fixture("certs/sub-p256.der")));
  // Whatever its name, it is the one that the CA issued.
  CHECK(equal(Case{"", "sub-p256"}.judged("another", file).certificate->der, fixture("certs/leaf-p256.der")));

  const auto root = hex(crypto::digest(crypto::Hash::kSha1, fixture("certs/ca-rsa2048.der")));
  CHECK(refusal(Case{"leaf-p256", "chains/root-then-sub.pem", root}.judged("leaf-p256")) == "PROOF_OF_OTHER_CA");
  CHECK(refusal(Case{"leaf-p256", "sub-p256", root}.judged("leaf-p256")) == "CA_NOT_AMONG_THESE");
  CHECK(refusal(Case{"leaf-p256", "ca-rsa2048"}.judged(root)) == "CODE_IS_THUMBPRINT");
}

TEST_CASE("proof::judge: each file that cannot be read is said beside its field", "[proof]") {
  const auto judged = judge("code", {.certificate_file = {}, .ca_file = as_bytes("nothing"), .now = 0});
  CHECK_FALSE(judged.accepted());
  REQUIRE(judged.findings.size() == 3);
  CHECK(judged.findings[1].text.id == "INPUT_EMPTY");
  CHECK(judged.findings[1].field == Field::kNone);
  CHECK(judged.findings[2].text.id == "INPUT_NOT_RECOGNIZED");
  CHECK(judged.findings[2].field == Field::kCaCertificate);
}
