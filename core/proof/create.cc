#include "proof/create.h"

#include "base/limits.h"

#include <algorithm>

#include "crypto/sign.h"
#include "proof/material.h"
#include "proof/prepare.h"

namespace popcert::proof {
namespace {

/// The part of the random octets that is for one code.
Bytes random_of(Bytes random, std::size_t code) { return random.subspan(code * kRandomOctets, kRandomOctets); }

std::optional<Failure> first_reason(const std::vector<Finding>& findings) {
  const auto* first = first_failure(findings);
  return first != nullptr ? std::optional(Failure{*first->error, first->field}) : std::nullopt;
}

}  // namespace

bool is_random(Bytes random, std::size_t codes) {
  if (random.size() < codes * kRandomOctets) return false;
  std::vector<Bytes> sorted;
  for (std::size_t i = 0; i < codes; ++i) {
    const Bytes octets = random_of(random, i);
    if (equal(octets.first(kRandomOctets - 1), octets.subspan(1))) return false;
    sorted.push_back(octets);
  }
  const auto less = [](Bytes a, Bytes b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
  };
  std::make_heap(sorted.begin(), sorted.end(), less);  // less code than std::sort
  std::sort_heap(sorted.begin(), sorted.end(), less);
  return std::adjacent_find(sorted.begin(), sorted.end(), equal) == sorted.end();
}

Signing::Signing(const CreateInput& in, std::span<const std::string> codes) : in_(in) {
  if (codes.empty()) failure_ = {{ErrorCode::kCodeEmpty}, Field::kVerificationCode};
  if (codes.size() > kMaxCodes) {
    failure_ = {{ErrorCode::kTooManyCodes, 0, static_cast<std::int64_t>(codes.size())}, Field::kVerificationCode};
  }
  if (failure_) {
    findings_.push_back(failed("code", failure_->field, failure_->error));
  } else {
    read_and_check(codes);
  }
}

void Signing::read_and_check(std::span<const std::string> codes) {
  Material material;
  take_key_file(in_.key_file, in_.password, material);
  if (in_.ca_file) {
    take_ca_file(*in_.ca_file, in_.password, material);
  } else {
    take_no_ca_file(!in_.key_file.empty(), material);
  }
  std::vector<crypto::PublicKey> public_keys;
  for (const auto& key : material.keys) public_keys.push_back(crypto::public_key_of(key.key));
  const auto service = in_.service != Service::kNone ? in_.service : common_service(codes, in_.code_origin);
  auto checked = check({material.certificates, material.key_file_certificates, public_keys, in_.now, in_.not_before,
                        in_.not_after, in_.allow_long_validity, in_.ca_origin, in_.chosen_ca, service});
  findings_ = std::move(checked.findings);
  add_in_front(findings_, std::move(material.findings));
  failure_ = first_reason(findings_);
  if (!failure_ && !is_random(in_.random, codes.size())) failure_ = {{ErrorCode::kRandomFailed}, Field::kNone};
  if (!failure_ && in_.subject_key == SubjectKey::kGiven) {
    auto key = given_subject_key(in_.subject_key_info);
    if (key) {
      subject_key_ = std::move(*key);
    } else {
      failure_ = {key.error(), Field::kSubjectKey};
    }
  }
  if (failure_) return;
  request_ = checked.request;
  key_ = std::move(material.keys[request_->key_index()]);
  ca_ = std::make_shared<x509::Certificate>(material.at(request_->ca_index()));
}

Outcome Signing::sign(std::size_t place, const std::string& verification_code) const {
  auto code = check_verification_code(verification_code, in_.code_origin);
  judge_for(in_.service, code);
  if (ca_) refuse_thumbprint(code, Thumbprints({ca_.get(), 1}));
  Outcome out{{std::move(code.finding)}, Failure{}};
  if (const auto reason = first_reason(out.findings)) {
    out.result = *reason;
  } else if (failure_) {
    out.result = *failure_;
  } else if (code.needs_confirmation && !in_.codes_confirmed) {
    out.result = Failure{{ErrorCode::kCodeUnconfirmed}, Field::kVerificationCode};
  } else {
    out.result = sign_code(code.code, random_of(in_.random, place));
  }
  return out;
}

std::variant<Failure, Created> Signing::sign_code(const std::string& code, Bytes random) const {
  const auto subject_key = subject_key_ ? Result<crypto::PublicKey>(*subject_key_)
                                        : fresh_subject_key(in_.subject_key, random.subspan(x509::kSerialOctets));
  if (!subject_key) return Failure{subject_key.error(), Field::kSubjectKey};
  const auto prepared = prepare(*request_, code, *subject_key, random.first(x509::kSerialOctets));
  const auto signature = crypto::sign(key_->key, prepared.tbs().octets());
  auto certificate = x509::assemble(prepared.tbs(), signature.expose(), prepared.issuer());
  // One that was made here and does not hold is no mistake of a person's.
  if (!certificate) return Failure{certificate.error(), Field::kPrivateKey};
  return Created{std::move(*certificate), ca_, code};
}

Outcome create(const std::string& verification_code, const CreateInput& in) {
  const Signing signing(in, std::span(&verification_code, 1));
  auto one = signing.sign(0, verification_code);
  auto findings = signing.findings();
  add_in_front(findings, std::move(one.findings));
  return {std::move(findings), std::move(one.result)};
}

}  // namespace popcert::proof
