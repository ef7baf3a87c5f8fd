#include "proof/create.h"

#include <algorithm>

#include "crypto/generate.h"
#include "crypto/sign.h"
#include "files/kind.h"
#include "pem/encoding.h"
#include "pem/pem.h"
#include "x509/key_text.h"
#include "x509/public_key_info.h"
#include "x509/tbs_certificate.h"

namespace popcert::proof {
namespace {

std::vector<x509::Certificate> copies(const std::vector<const x509::Certificate*>& certificates) {
  std::vector<x509::Certificate> out;
  for (const auto* certificate : certificates) out.push_back(*certificate);
  return out;
}

/// The part of the random octets that is for one code.
Bytes random_of(const CreateInput& in, std::size_t code) {
  return in.random.subspan(code * kRandomOctets, kRandomOctets);
}

/// SP 800-90B calls it the repetition test: a source that gives one octet again and again is broken, or one that gives
/// two codes the same.
bool is_random(const CreateInput& in, std::size_t codes) {
  if (in.random.size() < codes * kRandomOctets) return false;
  std::vector<Bytes> sorted;
  for (std::size_t i = 0; i < codes; ++i) {
    const Bytes octets = random_of(in, i);
    if (equal(octets.first(kRandomOctets - 1), octets.subspan(1))) return false;
    sorted.push_back(octets);
  }
  std::sort(sorted.begin(), sorted.end(),
            [](Bytes a, Bytes b) { return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end()); });
  return std::adjacent_find(sorted.begin(), sorted.end(), equal) == sorted.end();
}

Result<crypto::PublicKey> given_subject_key(Bytes file) {
  const Error unusable{ErrorCode::kSubjectKeyUnusable};
  if (!pem::is_text(file)) {
    auto key = x509::decode_public_key_info(file);
    return key ? std::move(key) : unusable;
  }
  const auto text = pem::decode_text(file);
  if (!text) return unusable;
  const auto blocks = pem::blocks(text->expose());
  if (!blocks || blocks->size() != 1 || blocks->front().error) return unusable;
  auto key = x509::decode_public_key_info(blocks->front().der.expose());
  return key ? std::move(key) : unusable;
}

Result<crypto::PublicKey> fresh_subject_key(SubjectKey kind, Bytes seed) {
  if (kind == SubjectKey::kFreshRsa2048) {
    auto key = crypto::generate_rsa2048_public_key(seed);
    if (!key) return key.error();
    return crypto::PublicKey(std::move(*key));
  }
  auto key = crypto::generate_p256_public_key(seed);
  if (!key) return key.error();
  return crypto::PublicKey(std::move(*key));
}

/// Keys and certificates of both files, with the findings about reading them.
struct Material {
  std::vector<Finding> findings;
  std::vector<files::FoundKey> keys;
  std::vector<x509::Certificate> certificates;           // of the CA's file
  std::vector<x509::Certificate> key_file_certificates;  // none where a CA's file was given that cannot be used
  std::optional<Error> key_file_defect;

  const x509::Certificate& at(std::size_t ca_index) const {
    return ca_index < certificates.size() ? certificates[ca_index]
                                          : key_file_certificates[ca_index - certificates.size()];
  }
};

void take_key_file(const CreateInput& in, Material& out) {
  const auto fail = [&](const Error& error) {
    out.findings.push_back(failed("key", files::field_of(error, Field::kPrivateKey), error));
  };
  auto contents = files::read_contents(in.key_file, in.password);
  if (!contents) return fail(contents.error());
  out.key_file_certificates = copies(contents->certificates());
  for (auto& item : contents->items) {
    if (auto* key = std::get_if<files::FoundKey>(&item)) out.keys.push_back(std::move(*key));
  }
  if (out.keys.empty()) return fail(files::error_without_key(*contents));
  const bool one = out.keys.size() == 1;
  out.findings.push_back(passed(one ? Pass::kKey : Pass::kKeys, Field::kPrivateKey,
                                {static_cast<std::int64_t>(out.keys.size()), 0,
                                 one ? x509::key_text(crypto::public_key_of(out.keys[0].key)) : ""}));
  if (const auto* defect = contents->defect()) {
    out.key_file_defect = *defect;
    out.findings.push_back(warned("key", Field::kPrivateKey, *defect));
  }
}

void take_ca_file(const CreateInput& in, Material& out) {
  const auto fail = [&](const Error& error) {
    out.findings.push_back(failed("certificate", Field::kCaCertificate, error));
  };
  if (!in.ca_file) {
    // The certificate may be in the key's file; while that cannot be read, it is the one thing to mend.
    const bool key_file_unread = !in.key_file.empty() && out.keys.empty();
    // What could not be read beside the key may have been the certificate.
    if (out.key_file_certificates.empty() && !key_file_unread) {
      fail(out.key_file_defect.value_or(Error{ErrorCode::kCaCertificateMissing}));
    }
    return;
  }
  auto ca_file = read_ca_file(*in.ca_file);
  if (!ca_file) {
    out.key_file_certificates.clear();
    return fail(ca_file.error());
  }
  out.certificates = std::move(ca_file->certificates);
  if (ca_file->defect) out.findings.push_back(warned("certificate", Field::kCaCertificate, *ca_file->defect));
}

/// The checklist follows the form: code, key, certificate, then what they are together.
void add_in_front(std::vector<Finding>& findings, std::vector<Finding> first) {
  findings.insert(findings.begin(), std::make_move_iterator(first.begin()), std::make_move_iterator(first.end()));
}

std::optional<Failure> first_reason(const std::vector<Finding>& findings) {
  const auto* first = first_failure(findings);
  return first != nullptr ? std::optional(Failure{*first->error, first->field}) : std::nullopt;
}

}  // namespace

Result<CaFile> read_ca_file(Bytes file) {
  const auto contents = files::read_contents(file, std::nullopt);
  if (!contents) return contents.error();
  CaFile out{copies(contents->certificates()), std::nullopt};
  if (out.certificates.empty()) return files::error_without_certificate(*contents);
  if (const auto* defect = contents->defect()) out.defect = *defect;
  return out;
}

CheckedForm check_form(const FormInput& in) {
  CreateInput files{};
  files.ca_file = in.ca_file;
  Material material;
  if (!in.key_file_certificates.empty()) {
    auto beside_key = read_ca_file(in.key_file_certificates);
    if (beside_key) material.key_file_certificates = std::move(beside_key->certificates);
  }
  if (!in.ca_file.empty()) take_ca_file(files, material);
  CheckedForm out{check_verification_code(in.verification_code, in.code_origin),
                  check({material.certificates, material.key_file_certificates, in.keys, in.now, in.not_before,
                         in.not_after, in.allow_long_validity, in.ca_origin})};
  add_in_front(out.checked.findings, std::move(material.findings));
  if (first_failure(out.checked.findings) != nullptr) out.checked.request.reset();
  return out;
}

Signing::Signing(const CreateInput& in, std::size_t codes) : in_(in) {
  if (codes == 0) failure_ = {{ErrorCode::kCodeEmpty}, Field::kVerificationCode};
  if (codes > kMaxCodes) {
    failure_ = {{ErrorCode::kTooManyCodes, 0, static_cast<std::int64_t>(codes)}, Field::kVerificationCode};
  }
  if (failure_) {
    findings_.push_back(failed("code", failure_->field, failure_->error));
  } else {
    prepare(codes);
  }
}

void Signing::prepare(std::size_t codes) {
  Material material;
  take_key_file(in_, material);
  take_ca_file(in_, material);
  std::vector<crypto::PublicKey> public_keys;
  for (const auto& key : material.keys) public_keys.push_back(crypto::public_key_of(key.key));
  auto checked = check({material.certificates, material.key_file_certificates, public_keys, in_.now, in_.not_before,
                        in_.not_after, in_.allow_long_validity, in_.ca_origin});
  findings_ = std::move(checked.findings);
  add_in_front(findings_, std::move(material.findings));
  failure_ = first_reason(findings_);
  if (!failure_ && !is_random(in_, codes)) failure_ = {{ErrorCode::kRandomFailed}, Field::kNone};
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
  Outcome out{{std::move(code.finding)}, Failure{}};
  if (const auto reason = first_reason(out.findings)) {
    out.result = *reason;
  } else if (failure_) {
    out.result = *failure_;
  } else if (code.needs_confirmation && !in_.codes_confirmed) {
    out.result = Failure{{ErrorCode::kCodeUnconfirmed}, Field::kVerificationCode};
  } else {
    out.result = sign_code(code.code, random_of(in_, place));
  }
  return out;
}

std::variant<Failure, Created> Signing::sign_code(const std::string& code, Bytes random) const {
  const auto subject_key = subject_key_ ? Result<crypto::PublicKey>(*subject_key_)
                                        : fresh_subject_key(in_.subject_key, random.subspan(x509::kSerialOctets));
  if (!subject_key) return Failure{subject_key.error(), Field::kSubjectKey};
  const auto tbs = x509::encode_tbs(
      {random.first(x509::kSerialOctets), code, request_->not_before(), request_->not_after(), *subject_key}, *ca_);
  const auto signature = crypto::sign(key_->key, tbs.octets());
  if (!signature) return Failure{signature.error(), Field::kPrivateKey};
  auto certificate = x509::assemble(tbs, *signature, *ca_);
  if (!certificate) return Failure{certificate.error(), Field::kPrivateKey};
  return Created{std::move(*certificate), ca_, code};
}

Batch create_all(std::span<const std::string> verification_codes, const CreateInput& in) {
  const Signing signing(in, verification_codes.size());
  Batch out{signing.findings(), signing.failure(), {}};
  if (verification_codes.size() > kMaxCodes) return out;
  for (std::size_t i = 0; i < verification_codes.size(); ++i) {
    out.results.push_back(signing.sign(i, verification_codes[i]));
  }
  return out;
}

Outcome create(const std::string& verification_code, const CreateInput& in) {
  const Signing signing(in, 1);
  auto one = signing.sign(0, verification_code);
  auto findings = signing.findings();
  add_in_front(findings, std::move(one.findings));
  return {std::move(findings), std::move(one.result)};
}

}  // namespace popcert::proof
