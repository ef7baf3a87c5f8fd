#include "proof/form.h"

#include "files/ca_file.h"
#include "proof/material.h"

namespace popcert::proof {

CheckedForm check_form(const FormInput& in) {
  Material material;
  if (!in.key_file_certificates.empty()) {
    auto beside_key = files::read_ca_file(in.key_file_certificates);
    if (beside_key) material.key_file_certificates = std::move(beside_key->certificates);
  }
  if (in.ca_file) take_ca_file(*in.ca_file, std::nullopt, material);
  auto code = check_verification_code(in.verification_code, in.code_origin);
  judge_for(in.service, code);
  const auto service = code.service;
  CheckedForm out{std::move(code),
                  check({material.certificates, material.key_file_certificates, in.keys, in.now, in.not_before,
                         in.not_after, in.allow_long_validity, in.ca_origin, in.chosen_ca, service})};
  refuse_thumbprint(out.code, Thumbprints(material.certificates));
  refuse_thumbprint(out.code, Thumbprints(material.key_file_certificates));
  add_in_front(out.checked.findings, std::move(material.findings));
  if (first_failure(out.checked.findings) != nullptr) out.checked.request.reset();
  return out;
}

std::vector<Finding> check_ca(Bytes ca_file, UnixSeconds now, Origin origin) {
  Material material;
  take_ca_file(ca_file, std::nullopt, material);
  auto findings = check_ca_certificates(material.certificates, now, origin);
  add_in_front(findings, std::move(material.findings));
  return findings;
}

}  // namespace popcert::proof
