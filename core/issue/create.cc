#include "issue/create.h"

#include "crypto/generate.h"
#include "crypto/sign.h"
#include "issue/describe.h"
#include "keys/kind.h"
#include "text/encoding.h"
#include "text/pem.h"
#include "x509/public_key_info.h"
#include "x509/tbs.h"

namespace popcert::issue {
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
  for (std::size_t i = 0; i < codes; ++i) {
    const Bytes octets = random_of(in, i);
    if (equal(octets.first(kRandomOctets - 1), octets.subspan(1))) return false;
    for (std::size_t j = 0; j < i; ++j) {
      if (equal(octets, random_of(in, j))) return false;
    }
  }
  return true;
}

Result<crypto::PublicKey> given_subject_key(Bytes file) {
  const Error unusable{ErrorCode::kSubjectKeyUnusable};
  if (!text::is_text(file)) {
    auto key = x509::decode_public_key_info(file);
    return key ? std::move(key) : unusable;
  }
  const auto text = text::decode_text(file);
  if (!text) return unusable;
  const auto blocks = text::blocks(text->expose());
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
  std::vector<keys::PrivateKey> keys;
  std::vector<x509::Certificate> certificates;
  std::optional<Error> key_file_defect;
};

void take_key_file(const CreateInput& in, Material& out) {
  const auto fail = [&](const Error& error) {
    out.findings.push_back(failed("key", field_of(error, Field::kPrivateKey), error));
  };
  auto contents = read_contents(in.key_file, in.password);
  if (!contents) return fail(contents.error());
  if (!in.ca_file) out.certificates = copies(contents->certificates());
  for (auto& item : contents->items) {
    if (auto* key = std::get_if<keys::PrivateKey>(&item)) out.keys.push_back(std::move(*key));
  }
  if (out.keys.empty()) return fail(error_without_key(*contents));
  const bool one = out.keys.size() == 1;
  out.findings.push_back(passed(
      one ? Pass::kKey : Pass::kKeys, Field::kPrivateKey,
      {static_cast<std::int64_t>(out.keys.size()), 0, one ? key_text(crypto::public_key_of(out.keys[0].key)) : ""}));
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
    if (out.certificates.empty() && !key_file_unread) {
      fail(out.key_file_defect.value_or(Error{ErrorCode::kCaCertificateMissing}));
    }
    return;
  }
  auto ca_file = read_ca_file(*in.ca_file);
  if (!ca_file) return fail(ca_file.error());
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

/// Signs one code with what was checked; `random` is its own.
std::variant<Failure, Created> sign_code(const std::string& code, const CreateInput& in, Bytes random,
                                         const crypto::PublicKey* given_key, const CheckedRequest& request,
                                         const keys::PrivateKey& key, std::shared_ptr<const x509::Certificate> ca) {
  const auto subject_key = given_key != nullptr
                               ? Result<crypto::PublicKey>(*given_key)
                               : fresh_subject_key(in.subject_key, random.subspan(x509::kSerialOctets));
  if (!subject_key) return Failure{subject_key.error(), Field::kSubjectKey};
  const auto tbs = x509::encode_tbs(
      {random.first(x509::kSerialOctets), code, request.not_before(), request.not_after(), *subject_key}, *ca);
  const auto signature = crypto::sign(key.key, tbs.octets());
  if (!signature) return Failure{signature.error(), Field::kPrivateKey};
  auto certificate = x509::assemble(tbs, *signature, *ca);
  if (!certificate) return Failure{certificate.error(), Field::kPrivateKey};
  return Created{std::move(*certificate), std::move(ca), code};
}

}  // namespace

Result<CaFile> read_ca_file(Bytes file) {
  const auto contents = read_contents(file, std::nullopt);
  if (!contents) return contents.error();
  CaFile out{copies(contents->certificates()), std::nullopt};
  if (out.certificates.empty()) return error_without_certificate(*contents);
  if (const auto* defect = contents->defect()) out.defect = *defect;
  return out;
}

CheckedForm check_form(std::string_view verification_code, Bytes ca_file, std::span<const crypto::PublicKey> keys,
                       UnixSeconds now, std::optional<UnixSeconds> not_before, std::optional<UnixSeconds> not_after) {
  CreateInput in{};
  in.ca_file = ca_file;
  Material material;
  if (!ca_file.empty()) take_ca_file(in, material);
  CheckedForm out{check_verification_code(verification_code),
                  check({material.certificates, keys, now, not_before, not_after})};
  add_in_front(out.checked.findings, std::move(material.findings));
  if (first_failure(out.checked.findings) != nullptr) out.checked.request.reset();
  return out;
}

Batch create_all(std::span<const std::string> verification_codes, const CreateInput& in) {
  const std::size_t count = verification_codes.size();
  Batch out;
  if (count == 0) out.failure = {{ErrorCode::kCodeEmpty}, Field::kVerificationCode};
  if (count > kMaxCodes) {
    out.failure = {{ErrorCode::kTooManyCodes, 0, static_cast<std::int64_t>(count)}, Field::kVerificationCode};
  }
  if (out.failure) {
    out.findings.push_back(failed("code", out.failure->field, out.failure->error));
    return out;
  }

  Material material;
  take_key_file(in, material);
  take_ca_file(in, material);
  std::vector<crypto::PublicKey> public_keys;
  for (const auto& key : material.keys) public_keys.push_back(crypto::public_key_of(key.key));
  auto checked = check({material.certificates, public_keys, in.now, in.not_before, in.not_after});
  out.findings = std::move(checked.findings);
  add_in_front(out.findings, std::move(material.findings));
  out.failure = first_reason(out.findings);
  if (!out.failure && !is_random(in, count)) out.failure = {{ErrorCode::kRandomFailed}, Field::kNone};
  std::optional<crypto::PublicKey> given_key;
  if (!out.failure && in.subject_key == SubjectKey::kGiven) {
    auto key = given_subject_key(in.subject_key_info);
    if (key) {
      given_key = std::move(*key);
    } else {
      out.failure = {key.error(), Field::kSubjectKey};
    }
  }

  std::shared_ptr<const x509::Certificate> ca;
  if (!out.failure) {
    ca = std::make_shared<x509::Certificate>(std::move(material.certificates[checked.request->ca_index()]));
  }
  for (std::size_t i = 0; i < count; ++i) {
    auto code = check_verification_code(verification_codes[i]);
    Outcome one{{std::move(code.finding)}, Failure{}};
    if (const auto reason = first_reason(one.findings)) {
      one.result = *reason;
    } else if (out.failure) {
      one.result = *out.failure;
    } else {
      one.result = sign_code(code.code, in, random_of(in, i), given_key ? &*given_key : nullptr, *checked.request,
                             material.keys[checked.request->key_index()], ca);
    }
    out.results.push_back(std::move(one));
  }
  return out;
}

Outcome create(const std::string& verification_code, const CreateInput& in) {
  auto batch = create_all({&verification_code, 1}, in);
  auto& one = batch.results.front();
  add_in_front(batch.findings, std::move(one.findings));
  return {std::move(batch.findings), std::move(one.result)};
}

}  // namespace popcert::issue
