#include "proof/material.h"

#include <iterator>

#include "files/ca_file.h"
#include "x509/key_text.h"

namespace popcert::proof {

void take_key_file(Bytes key_file, std::optional<keys::Password> password, Material& out) {
  const auto fail = [&](const Error& error) {
    out.findings.push_back(failed("key", files::field_of(error, Field::kPrivateKey), error));
  };
  auto contents = files::read_contents(key_file, password);
  if (!contents) return fail(contents.error());
  for (const auto* certificate : contents->certificates()) out.key_file_certificates.push_back(*certificate);
  std::string place;
  for (std::size_t i = 0; i < contents->items.size(); ++i) {
    auto* key = std::get_if<files::FoundKey>(&contents->items[i]);
    if (key == nullptr) continue;
    out.keys.push_back(std::move(*key));
    place = contents->places[i];
  }
  if (out.keys.empty()) return fail(files::error_without_key(*contents));
  const bool one = out.keys.size() == 1;
  const auto pass = !one ? Pass::kKeys : place.empty() ? Pass::kKey : Pass::kKeyInside;
  out.findings.push_back(passed(pass, Field::kPrivateKey,
                                {static_cast<std::int64_t>(out.keys.size()), 0,
                                 one ? x509::key_text(crypto::public_key_of(out.keys[0].key)) : "", std::move(place)}));
  if (const auto* defect = contents->defect()) {
    out.key_file_defect = *defect;
    out.findings.push_back(warned("key", Field::kPrivateKey, *defect));
  }
}

void take_ca_file(Bytes file, std::optional<keys::Password> password, Material& out) {
  const auto fail = [&](const Error& error) {
    out.findings.push_back(failed("certificate", Field::kCaCertificate, error));
  };
  auto ca_file = files::read_ca_file(file, password);
  if (!ca_file) {
    out.key_file_certificates.clear();
    return fail(ca_file.error());
  }
  out.certificates = std::move(ca_file->certificates);
  if (ca_file->defect) out.findings.push_back(warned("certificate", Field::kCaCertificate, *ca_file->defect));
}

void take_no_ca_file(bool has_key_file, Material& out) {
  // The certificate may be in the key's file; while that cannot be read, it is the one thing to mend.
  const bool key_file_unread = has_key_file && out.keys.empty();
  if (!out.key_file_certificates.empty() || key_file_unread) return;
  // What could not be read beside the key may have been the certificate.
  out.findings.push_back(failed("certificate", Field::kCaCertificate,
                                out.key_file_defect.value_or(Error{ErrorCode::kCaCertificateMissing})));
}

void add_in_front(std::vector<Finding>& findings, std::vector<Finding> first) {
  findings.insert(findings.begin(), std::make_move_iterator(first.begin()), std::make_move_iterator(first.end()));
}

}  // namespace popcert::proof
