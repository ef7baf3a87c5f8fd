#include "proof/check.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/digest.h"
#include "der/time.h"
#include "proof/rules.h"
#include "x509/key_text.h"
#include "x509/name.h"

namespace popcert::proof {
namespace {

using x509::Certificate;

/// Higher is better: what a person would choose among certificates of the same key.
int usability(const Certificate& ca, UnixSeconds now) {
  const auto points = [](const Verdict& verdict, int weight) {
    return (2 - static_cast<int>(verdict.status)) * weight;
  };
  return points(judge_ca(ca), 9) + points(judge_usage(ca), 9) + points(judge_validity(ca, now), 3) +
         points(judge_strength(ca), 1);
}

}  // namespace

/// One run of `check`: each step adds its findings, and leaves a question open where the answer needs what is not
/// there yet.
struct Checker {
  const CheckInput& in;
  Checked out;

  const Certificate& at(std::size_t place) const {
    const std::size_t given = in.certificates.size();
    return place < given ? in.certificates[place] : in.key_file_certificates[place - given];
  }
  const Certificate* ca() const { return out.ca ? &at(*out.ca) : nullptr; }
  bool is_no_ca() const { return ca() != nullptr && judge_ca(*ca()).status == Status::kFail; }
  /// Of the file that the CA is looked for in.
  std::size_t candidates() const {
    return in.certificates.empty() ? in.key_file_certificates.size() : in.certificates.size();
  }

  void pass(Pass pass, Field field, Facts facts = {}) { out.findings.push_back(passed(pass, field, std::move(facts))); }
  void warn(std::string_view id, Field field, const Error& error) { out.findings.push_back(warned(id, field, error)); }
  void fail(std::string_view id, Field field, const Error& error) { out.findings.push_back(failed(id, field, error)); }
  void add(std::string_view id, const Verdict& verdict, Pass good, Facts facts = {}) {
    // What is no CA certificate is not praised as one.
    if (verdict.status == Status::kPass && !is_no_ca()) pass(good, Field::kCaCertificate, std::move(facts));
    tell(id, verdict);
  }
  /// Of the CA, and only where there is something to say.
  void tell(std::string_view id, const Verdict& verdict) {
    constexpr auto kField = Field::kCaCertificate;
    if (verdict.status == Status::kWarn) warn(id, kField, verdict.error);
    if (verdict.status == Status::kFail) fail(id, kField, verdict.error);
  }

  /// A proof under the one holds under the other too: a renewed or cross-signed certificate of the same CA.
  bool is_same_ca(const Pair& a, const Pair& b) const {
    const auto &one = at(a.ca), &other = at(b.ca);
    return one.key == other.key && one.subject == other.subject &&
           one.extensions.subject_key_identifier == other.extensions.subject_key_identifier;
  }

  bool is_chosen(const Certificate& certificate) const {
    return in.chosen_ca.empty() || hex(crypto::digest(crypto::Hash::kSha1, certificate.der)) == in.chosen_ca;
  }

  /// Of the candidates that belong to one of the keys the most usable ones, each CA once.
  std::vector<Pair> best_pairs(bool chosen_alone) const {
    std::vector<Pair> best;
    int most = -1;
    for (std::size_t c = 0; c < candidates(); ++c) {
      const int points = usability(at(c), in.now);
      if (points < most || (chosen_alone && !is_chosen(at(c)))) continue;
      const auto key = std::find(in.keys.begin(), in.keys.end(), at(c).key);
      if (key == in.keys.end()) continue;
      if (points > most) best.clear();
      most = points;
      const Pair pair{c, static_cast<std::size_t>(key - in.keys.begin())};
      const bool known = std::any_of(best.begin(), best.end(), [&](const Pair& p) { return is_same_ca(p, pair); });
      if (!known) best.push_back(pair);
    }
    return best;
  }

  /// Why no certificate fits a key.
  Finding reason_for_no_pair() const {
    constexpr auto kField = Field::kPrivateKey;
    if (!in.chosen_ca.empty()) {
      for (std::size_t c = 0; c < candidates(); ++c) {
        if (is_chosen(at(c))) return mismatch(ErrorCode::kKeyNotOfThisCertificate, at(c));
      }
      return failed("match", kField, {ErrorCode::kCaNotAmongThese});
    }
    return mismatch(candidates() == 1 ? ErrorCode::kKeyNotOfThisCertificate : ErrorCode::kKeyOfNoCertificate, at(0));
  }

  /// Of several keys the one that is most like the certificate's is named.
  Finding mismatch(ErrorCode code, const Certificate& certificate) const {
    const auto& theirs = certificate.key;
    const auto* ours = &in.keys.front();
    for (const auto& key : in.keys) {
      if (!x509::is_alike(*ours, theirs)) ours = &key;
    }
    if (!x509::is_alike(*ours, theirs)) ours = &in.keys.front();
    const auto count = static_cast<std::int64_t>(candidates());
    return failed("match", Field::kPrivateKey, {code, 0, count},
                  {count, 0, x509::told_from(theirs, *ours), x509::told_from(*ours, theirs)});
  }

  /// Finds the pair of key and certificate that belong together.
  void choose() {
    const auto count = candidates();
    if (count == 0 || in.keys.empty()) {
      if (count == 1) out.ca = 0;
      if (in.keys.size() == 1) out.key = 0;
      return;
    }
    auto pairs = best_pairs(false);
    if (pairs.size() > 1) out.candidates = pairs;
    if (!in.chosen_ca.empty()) pairs = best_pairs(true);
    if (pairs.empty()) {
      if (count == 1) out.ca = 0;
      return out.findings.push_back(reason_for_no_pair());
    }
    const bool one_key = std::all_of(pairs.begin(), pairs.end(),
                                     [&](const Pair& pair) { return at(pair.ca).key == at(pairs.front().ca).key; });
    if (!one_key) {
      return fail("match", Field::kPrivateKey,
                  {ErrorCode::kKeyAmbiguous, 0, static_cast<std::int64_t>(in.keys.size())});
    }
    out.ca = pairs.front().ca;
    out.key = pairs.front().key;
    pass(is_no_ca() ? Pass::kMatchNoCa : Pass::kMatch, Field::kPrivateKey);
    if (pairs.size() > 1) {
      warn("certificate", Field::kCaCertificate, {ErrorCode::kCaAmbiguous, 0, static_cast<std::int64_t>(pairs.size())});
    }
    if (!in.certificates.empty()) compare_with_key_file();
  }

  /// What the key's own file says about its CA, where another file was given.
  void compare_with_key_file() {
    std::optional<std::size_t> own;
    for (std::size_t i = 0; i < in.key_file_certificates.size(); ++i) {
      const auto& certificate = in.key_file_certificates[i];
      if (!(certificate.key == in.keys[*out.key])) continue;
      if (certificate.der == ca()->der) return;
      if (!own || usability(certificate, in.now) > usability(in.key_file_certificates[*own], in.now)) own = i;
    }
    if (!own) return;
    if (in.ca_origin != Origin::kGiven) {
      return warn("certificate", Field::kCaCertificate, {ErrorCode::kCaDiffersFromKeyFile});
    }
    out.ca = in.certificates.size() + *own;
    warn("certificate", Field::kCaCertificate, {ErrorCode::kCaOfKeyFileUsed});
  }

  void check_chain() {
    const bool of_key_file = out.ca && *out.ca >= in.certificates.size();
    const std::size_t before = of_key_file ? in.certificates.size() : 0;
    const auto count = static_cast<std::int64_t>(of_key_file ? in.key_file_certificates.size() : candidates());
    if (count < 2) return;
    if (out.ca && out.key) {
      pass(Pass::kChainChosen, Field::kCaCertificate,
           {static_cast<std::int64_t>(*out.ca - before + 1), count, x509::short_name_text(ca()->subject)});
    } else if (in.keys.empty()) {
      pass(Pass::kChainRead, Field::kCaCertificate, {0, count});
    }
  }

  void check_ca() {
    if (ca() == nullptr) return;
    check_is_ca();
    if (ca()->extensions.key_usage) add("usage", judge_usage(*ca()), Pass::kUsage);
    add("validity", judge_validity(*ca(), in.now), Pass::kValidity, {ca()->not_after});
    add("strength", judge_strength(*ca()), Pass::kStrength, {0, 0, x509::key_text(ca()->key)});
    tell("signature", judge_own_signature(*ca()));
    check_subject();
    tell("names", judge_names(*ca()));
    tell("purpose", judge_purpose(*ca()));
    tell("extensions", judge_extensions(*ca()));
    if (judge_strength(*ca()).status == Status::kPass) check_algorithm();
  }

  void check_is_ca() {
    const auto verdict = judge_ca(*ca());
    if (verdict.status == Status::kWarn && in.service != Service::kNone &&
        facts_of(in.service).needs_basic_constraints) {
      return warn("ca", Field::kCaCertificate,
                  {ErrorCode::kServiceWantsBasicConstraints, 0, 0, facts_of(in.service).name});
    }
    add("ca", verdict, Pass::kCa);
  }

  void check_subject() {
    if (x509::is_empty_name(ca()->subject)) {
      return fail("subject", Field::kCaCertificate, {ErrorCode::kCertificateSubjectEmpty});
    }
    const bool readable = x509::is_readable_name(ca()->subject) && x509::is_readable_name(ca()->issuer);
    if (!readable) fail("subject", Field::kCaCertificate, {ErrorCode::kCertificateNameUnreadable});
  }

  void check_algorithm() {
    const auto* ec = std::get_if<crypto::EcPublicKey>(&ca()->key);
    if (ca()->explicit_curve) {
      return warn("algorithm", Field::kCaCertificate,
                  {ErrorCode::kCertificateCurveExplicit, 0, 0, crypto::facts_of(ec->curve).name});
    }
    const auto service = in.service == Service::kNone ? Service::kAzure : in.service;
    if (takes_key(facts_of(service), ca()->key)) {
      pass(Pass::kAlgorithm, Field::kCaCertificate, {0, 0, x509::signature_text(ca()->key)});
      return;
    }
    if (ec == nullptr || (service != Service::kAzure && service != Service::kAzureCentral)) {
      return warn("algorithm", Field::kCaCertificate,
                  {ErrorCode::kAlgorithmUndocumented, 0, 0, facts_of(service).keys_said});
    }
    warn("algorithm", Field::kCaCertificate, {ErrorCode::kAlgorithmUnproven, 0, 0, crypto::facts_of(ec->curve).ecdsa});
  }

  void check_period() {
    const bool asked = in.not_before || in.not_after;
    UnixSeconds begin = in.not_before.value_or(in.now - kDaysBack);
    UnixSeconds end = in.not_after.value_or(in.now + kDaysAhead);
    constexpr auto kField = Field::kValidity;
    if (begin < der::kEarliestTime || end > der::kLatestTime) return fail("period", kField, {ErrorCode::kTimeUnusable});
    if (begin >= end) return fail("period", kField, {ErrorCode::kValidityEmpty});
    bool clamped = false;
    if (ca() != nullptr) {
      clamped = (in.not_before && begin < ca()->not_before) || (in.not_after && end > ca()->not_after);
      begin = std::max(begin, ca()->not_before);
      end = std::min(end, ca()->not_after);
      // Of an expired CA that is said already, and is the one thing to mend.
      if (begin >= end && !asked && judge_validity(*ca(), in.now).status == Status::kFail) return;
      if (begin >= end) return fail("period", kField, {ErrorCode::kValidityOutsideCa});
      if (end - begin > kLongestPeriod && !in.allow_long_validity) {
        return fail("period", kField, {ErrorCode::kValidityTooLong, 0, (end - begin + kDaySeconds - 1) / kDaySeconds});
      }
    }
    out.not_before = begin;
    out.not_after = end;
    if (asked && (in.now < begin || in.now > end)) return warn("period", kField, {ErrorCode::kValidityNotNow});
    pass(clamped ? Pass::kPeriodShortened : Pass::kPeriod, kField, {end, begin});
  }

  /// Without a time nothing else can be said.
  bool knows_time() {
    if (in.now >= der::kEarliestTime && in.now <= der::kLatestTime) return true;
    fail("clock", Field::kNow, {ErrorCode::kTimeUnusable});
    return false;
  }

  void check_clock() {
    if (in.now >= kReleaseTime) return;
    warn("clock", Field::kNow, {ErrorCode::kClockLooksWrong, 0, in.now});
  }

  void conclude() {
    if (first_failure(out.findings) != nullptr || !out.ca || !out.key) return;
    out.request = CheckedRequest(x509::issuer_of(*ca()), {out.not_before, out.not_after}, *out.ca, *out.key);
  }
};

Checked check(const CheckInput& input) {
  Checker checker{input, {}};
  if (!checker.knows_time()) return std::move(checker.out);
  checker.choose();
  checker.check_chain();
  checker.check_ca();
  checker.check_period();
  checker.check_clock();
  checker.conclude();
  return std::move(checker.out);
}

std::vector<Finding> check_ca_certificates(std::span<const Certificate> certificates, UnixSeconds now, Origin origin) {
  const CheckInput input{.certificates = certificates,
                         .key_file_certificates = {},
                         .keys = {},
                         .now = now,
                         .not_before = {},
                         .not_after = {},
                         .ca_origin = origin};
  Checker checker{input, {}};
  if (!checker.knows_time()) return std::move(checker.out.findings);
  checker.choose();
  checker.check_chain();
  checker.check_ca();
  return std::move(checker.out.findings);
}

}  // namespace popcert::proof
