#include "issue/create.h"

#include <algorithm>

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

/// SP 800-90B calls it the repetition test; a source that gives one octet again and again is broken.
bool is_random(Bytes octets) {
  return octets.size() >= kRandomOctets &&
         std::any_of(octets.begin(), octets.end(), [&](std::uint8_t octet) { return octet != octets.front(); });
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

Result<crypto::PublicKey> subject_key(const CreateInput& in) {
  const Bytes seed = in.random.subspan(x509::kSerialOctets);
  switch (in.subject_key) {
    case SubjectKey::kFreshP256: {
      auto key = crypto::generate_p256_public_key(seed);
      if (!key) return key.error();
      return crypto::PublicKey(std::move(*key));
    }
    case SubjectKey::kFreshRsa2048: {
      auto key = crypto::generate_rsa2048_public_key(seed);
      if (!key) return key.error();
      return crypto::PublicKey(std::move(*key));
    }
    case SubjectKey::kGiven: break;
  }
  return given_subject_key(in.subject_key_info);
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
  const std::string what = out.keys.size() == 1
                               ? "The private key was read: " + key_text(crypto::public_key_of(out.keys[0].key)) + "."
                               : std::to_string(out.keys.size()) + " private keys were read.";
  out.findings.push_back(passed("key", Field::kPrivateKey, what));
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
void add_after_code(std::vector<Finding>& findings, std::vector<Finding> about_files) {
  findings.insert(findings.begin() + 1, std::make_move_iterator(about_files.begin()),
                  std::make_move_iterator(about_files.end()));
}

Outcome failure(std::vector<Finding> findings, const Error& error, Field field) {
  return {std::move(findings), Failure{error, field}};
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

Checked check_files(std::string_view verification_code, Bytes ca_file, std::span<const crypto::PublicKey> keys,
                    UnixSeconds now, std::optional<UnixSeconds> not_before, std::optional<UnixSeconds> not_after) {
  CreateInput in{};
  in.ca_file = ca_file;
  Material material;
  if (!ca_file.empty()) take_ca_file(in, material);
  auto checked = check({verification_code, material.certificates, keys, now, not_before, not_after});
  add_after_code(checked.findings, std::move(material.findings));
  if (first_failure(checked.findings) != nullptr) checked.request.reset();
  return checked;
}

Outcome create(const CreateInput& in) {
  Material material;
  take_key_file(in, material);
  take_ca_file(in, material);
  std::vector<crypto::PublicKey> public_keys;
  for (const auto& key : material.keys) public_keys.push_back(crypto::public_key_of(key.key));
  auto checked = check({in.verification_code, material.certificates, public_keys, in.now, in.not_before, in.not_after});

  auto& findings = checked.findings;
  add_after_code(findings, std::move(material.findings));
  if (const auto* first = first_failure(findings)) {
    const Failure why{*first->error, first->field};
    return {std::move(findings), why};
  }

  const CheckedRequest& request = *checked.request;
  x509::Certificate& ca = material.certificates[request.ca_index()];
  if (!is_random(in.random)) return failure(std::move(findings), {ErrorCode::kRandomFailed}, Field::kNone);
  const auto key = subject_key(in);
  if (!key) return failure(std::move(findings), key.error(), Field::kSubjectKey);

  const auto tbs = x509::encode_tbs({in.random.first(x509::kSerialOctets), request.verification_code(),
                                     request.not_before(), request.not_after(), *key},
                                    ca);
  const auto signature = crypto::sign(material.keys[request.key_index()].key, tbs.octets());
  if (!signature) return failure(std::move(findings), signature.error(), Field::kPrivateKey);
  auto certificate = x509::assemble(tbs, *signature, ca);
  if (!certificate) return failure(std::move(findings), certificate.error(), Field::kPrivateKey);
  return {std::move(findings), Created{std::move(*certificate), std::move(ca), request.verification_code()}};
}

}  // namespace popcert::issue
