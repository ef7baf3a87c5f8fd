#include "proof/elsewhere.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"
#include "core/proof/sample_request.h"
#include "crypto/sign.h"
#include "files/found_key.h"
#include "proof/judge.h"

using namespace popcert;
using namespace popcert::proof;
using test::fixture;
using test::hour_after_start;
using test::kCode;
using test::random_octets;

namespace {

/// A CA, its key, and the time of the day on which it was made.
struct Ca {
  explicit Ca(const std::string& name)
      : file(fixture("certs/ca-" + name + ".der")),
        key(std::move(files::decode_private_key(fixture("keys/" + name + "-pkcs8.der"))->key)),
        now(hour_after_start(file)) {}
  Buffer file;
  crypto::PrivateKey key;
  UnixSeconds now;
};

Found<ToSign> prepared(const Ca& ca, Bytes random, Bytes ca_file) {
  return prepare_elsewhere(kCode, {.ca_file = ca_file, .now = ca.now, .random = random});
}

}  // namespace

TEST_CASE("proof::finish_elsewhere makes what create makes of the same octets", "[proof]") {
  const Ca ca(GENERATE(std::string("rsa2048"), std::string("p256"), std::string("p384"), std::string("p521")));
  const auto random = random_octets();
  const auto to_sign = prepared(ca, random, ca.file);
  REQUIRE(to_sign.value);
  const auto tbs = to_sign.value->prepared.tbs().octets();
  const auto signature = crypto::sign(ca.key, tbs);
  const auto finished = finish_elsewhere(
      kCode, {.ca_file = ca.file, .tbs = tbs, .signature_file = signature.expose(), .now = ca.now + 86400});
  REQUIRE(finished.value);
  CHECK(equal(finished.value->certificate.fields().tbs, tbs));
  const auto judged =
      judge(kCode, {.certificate_file = finished.value->certificate.der(), .ca_file = ca.file, .now = ca.now + 86400});
  CHECK(judged.accepted());

  const auto finish = [&](const std::string& code, Bytes octets) {
    return finish_elsewhere(code,
                            {.ca_file = ca.file, .tbs = octets, .signature_file = signature.expose(), .now = ca.now});
  };
  CHECK(finish("206" + kCode.substr(3), tbs).failure->text.id == "PREPARED_NOT_A_PROOF");
  // Any octet that is another one, and any length that is.
  for (std::size_t at = 0; at < tbs.size(); at += 5) {
    auto other = to_buffer(tbs);
    other[at] ^= 1;
    CHECK_FALSE(finish(kCode, other).value);
    CHECK_FALSE(finish(kCode, tbs.first(at)).value);
  }
}

TEST_CASE("proof::prepare_elsewhere obeys the rules of create", "[proof]") {
  const Ca ca("p256");
  const auto random = random_octets();
  const auto failure = [&](const std::string& code, PrepareInput in) {
    if (!in.ca_file) in.ca_file = ca.file;
    in.now = in.now == 0 ? ca.now : in.now;
    in.random = in.random.empty() ? Bytes(random) : in.random;
    const auto out = prepare_elsewhere(code, in);
    CHECK_FALSE(out.value);
    return out.failure ? std::string(out.failure->text.id) : "";
  };
  CHECK(failure("", {}) == "CODE_EMPTY");
  CHECK(failure("login.example.com", {.code_origin = Origin::kGiven}) == "CODE_UNLIKE_SERVICE");
  CHECK(failure("login.example.com", {.code_origin = Origin::kPerson}) == "CODE_UNCONFIRMED");
  CHECK(failure(kCode, {.not_after = ca.now + 91 * kDaySeconds}) == "VALIDITY_TOO_LONG");
  CHECK(failure(kCode, {.random = Bytes(random).first(kRandomOctets - 1)}) == "RANDOM_FAILED");
  CHECK(failure(kCode, {.random = Buffer(kRandomOctets)}) == "RANDOM_FAILED");
  CHECK(failure(kCode, {.chosen_ca = "00"}) == "CA_NOT_AMONG_THESE");
  CHECK(failure(kCode, {.now = x509::decode_certificate(ca.file)->not_after + 1}) == "CERTIFICATE_EXPIRED");
  CHECK(failure(kCode, {.ca_file = as_bytes("nothing")}) == "INPUT_NOT_RECOGNIZED");
  CHECK(failure(kCode, {.ca_file = Bytes()}) == "INPUT_EMPTY");
  CHECK(failure(kCode, {.subject_key = SubjectKey::kGiven}) == "SUBJECT_KEY_UNUSABLE");
}

TEST_CASE("proof::prepare_elsewhere takes the only CA of a chain that may sign", "[proof]") {
  const Ca ca("p256");
  const auto random = random_octets();
  auto two = fixture("certs/ca-p256.pem");
  append(two, fixture("certs/ca-p384.pem"));
  const auto out = prepared(ca, random, two);
  REQUIRE(out.failure);
  CHECK(out.failure->text.id == "CA_UNDECIDED");
  auto same = fixture("certs/ca-p256.pem");
  append(same, fixture("certs/ca-p256.pem"));
  CHECK(prepared(ca, random, same).value);
}
