#include "proof/judge.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/digest.h"
#include "der/reader.h"
#include "files/ca_file.h"
#include "proof/check.h"
#include "proof/verification_code.h"
#include "sentences/elsewhere_text.h"
#include "x509/name.h"
#include "x509/signature.h"

namespace popcert::proof {
namespace {

using x509::Certificate;

/// How many attributes a Name has.
std::size_t attributes_of(Bytes name) {
  std::size_t count = 0;
  der::Reader whole(name);
  auto rdns = whole.enter(der::Tag::kSequence);
  while (rdns && !rdns->empty()) {
    auto rdn = rdns->enter(der::Tag::kSet);
    if (!rdn) break;
    while (rdn->next()) ++count;
  }
  return count;
}

/// Without blanks, in lower case: what is left of a code that was bent on its way.
std::string bent(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == '\\') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

bool is_altered(std::string_view name, std::string_view code) {
  constexpr std::size_t kTelling = 16;  // so much of a code is no accident
  const auto a = bent(name), b = bent(code);
  if (a == b) return true;
  const auto& [shorter, longer] = a.size() < b.size() ? std::pair(a, b) : std::pair(b, a);
  return shorter.size() >= kTelling && longer.find(shorter) != longer.npos;
}

struct Judge {
  const JudgeInput& in;
  std::string code;
  Judged out{};

  void say(std::string_view id, ElsewhereText text, Facts facts = {}) {
    out.findings.push_back(elsewhere_finding(id, Field::kNone, text, std::move(facts)));
  }

  /// Which of the certificates is meant, and by which CA.
  void choose(const std::vector<Certificate>& certificates, const std::vector<Certificate>& cas) {
    const auto is_ca = [&](const Certificate& one) {
      return std::any_of(cas.begin(), cas.end(), [&](const Certificate& ca) { return ca.der == one.der; });
    };
    const auto points = [&](const Certificate& one) {
      const bool issued = std::any_of(cas.begin(), cas.end(), [&](const Certificate& ca) {
        return one.issuer == ca.subject && x509::is_signed_by(one, ca.key).value_or(false);
      });
      const bool named = x509::common_name_text(one.subject) == code;
      return is_ca(one) ? 0 : 1 + 4 * named + 2 * issued;
    };
    const auto less = [&](const Certificate& a, const Certificate& b) { return points(a) < points(b); };
    out.certificate = *std::max_element(certificates.begin(), certificates.end(), less);

    const auto fit = [&](const Certificate& ca) {
      const bool named = ca.subject == out.certificate->issuer;
      return 2 * named + (named && x509::is_signed_by(*out.certificate, ca.key).value_or(false));
    };
    const auto fits_less = [&](const Certificate& a, const Certificate& b) { return fit(a) < fit(b); };
    out.ca = *std::max_element(cas.begin(), cas.end(), fits_less);
  }

  void judge_name() {
    const auto name = x509::common_name_text(out.certificate->subject);
    const auto attributes = attributes_of(out.certificate->subject);
    if (name.empty()) return say("name", ElsewhereText::kJudgedNoName);
    if (name != code) {
      return say("name", is_altered(name, code) ? ElsewhereText::kJudgedNameAltered : ElsewhereText::kJudgedOtherName,
                 {0, 0, name});
    }
    say("name", ElsewhereText::kJudgedCode);
    if (attributes > 1) {
      say("name", ElsewhereText::kJudgedFurtherNames, {0, 0, x509::name_text(out.certificate->subject)});
    }
  }

  void judge_issuer() {
    const auto& one = *out.certificate;
    const auto& ca = *out.ca;
    if (one.issuer != ca.subject) {
      if (one.self_issued()) return say("issuer", ElsewhereText::kJudgedSelfSigned);
      return say("issuer", ElsewhereText::kJudgedOtherIssuer, {0, 0, x509::name_text(one.issuer)});
    }
    say("issuer", ElsewhereText::kJudgedIssuer, {0, 0, x509::short_name_text(ca.subject)});
    judge_signature();
    const auto& named = one.extensions.authority_key_identifier;
    const auto& own = ca.extensions.subject_key_identifier;
    if (named && own && *named != *own) say("issuer", ElsewhereText::kJudgedOtherKeyId);
  }

  void judge_signature() {
    const auto& key = out.ca->key;
    const Facts facts{0, 0, std::string(x509::signature_algorithm_text(*out.certificate))};
    switch (x509::signature_under(*out.certificate, key)) {
      case x509::Signature::kVerified: return say("signature", ElsewhereText::kJudgedSignature, facts);
      case x509::Signature::kWrong: return say("signature", ElsewhereText::kJudgedWrong);
      case x509::Signature::kUnchecked: return say("signature", ElsewhereText::kJudgedUnchecked, facts);
      case x509::Signature::kWeak: break;
    }
    const bool wrong = x509::is_signed_by(*out.certificate, key) == false;
    say("signature", wrong ? ElsewhereText::kJudgedWrong : ElsewhereText::kJudgedWeak, facts);
  }

  void judge_period() {
    const auto& one = *out.certificate;
    if (in.now > one.not_after) return say("valid", ElsewhereText::kJudgedExpired, {one.not_after});
    if (in.now < one.not_before) return say("valid", ElsewhereText::kJudgedNotYet, {one.not_before});
    say("valid", ElsewhereText::kJudgedValid, {one.not_after, one.not_before});
    if (one.not_after > out.ca->not_after) say("valid", ElsewhereText::kJudgedOutlives, {one.not_after});
  }

  void judge_kind() {
    const auto& one = *out.certificate;
    const auto& constraints = one.extensions.basic_constraints;
    if (constraints && constraints->ca) say("kind", ElsewhereText::kJudgedMarkedCa);
    if (one.version != 3) say("kind", ElsewhereText::kJudgedVersion, {one.version});
  }
};

}  // namespace

Judged judge(const std::string& verification_code, const JudgeInput& in) {
  auto checked = check_verification_code(verification_code, Origin::kProgram);
  judge_for(in.service, checked);
  Judge job{in, checked.code};
  auto& findings = job.out.findings;
  findings.push_back(checked.finding);
  auto file = files::read_ca_file(in.certificate_file);
  if (!file) findings.push_back(failed("certificate", Field::kNone, file.error()));
  auto ca_file = files::read_ca_file(in.ca_file);
  if (!ca_file) findings.push_back(failed("certificate", Field::kCaCertificate, ca_file.error()));
  if (!file || !ca_file) return std::move(job.out);
  auto& cas = ca_file->certificates;
  if (!in.chosen_ca.empty()) {
    std::erase_if(
        cas, [&](const Certificate& ca) { return hex(crypto::digest(crypto::Hash::kSha1, ca.der)) != in.chosen_ca; });
    if (cas.empty()) {
      findings.push_back(failed("certificate", Field::kCaCertificate, {ErrorCode::kCaNotAmongThese}));
      return std::move(job.out);
    }
  }
  job.choose(file->certificates, cas);
  refuse_thumbprint(checked, Thumbprints({&*job.out.ca, 1}));
  findings.front() = checked.finding;
  if (job.out.certificate->der == job.out.ca->der) {
    job.say("certificate", ElsewhereText::kJudgedIsCa);
    return std::move(job.out);
  }
  job.judge_name();
  job.judge_issuer();
  job.judge_period();
  job.judge_kind();
  for (auto& finding : check_ca_certificates({&*job.out.ca, 1}, in.now, in.ca_origin)) {
    findings.push_back(std::move(finding));
  }
  return std::move(job.out);
}

}  // namespace popcert::proof
