#include "devpki/authority.h"

#include <algorithm>

#include "files/contents.h"
#include "proof/rules.h"
#include "x509/key_text.h"
#include "x509/signature.h"

namespace popcert::devpki {
namespace {

using Certificates = std::vector<x509::Certificate>;

/// Takes the certificates of a file to those that are there.
std::optional<Error> add_certificates(const files::Contents& contents, Certificates& out) {
  for (const auto* certificate : contents.certificates()) out.push_back(*certificate);
  return std::nullopt;
}

/// The first of the rules that says no.
std::optional<Error> reason_against(const x509::Certificate& ca, UnixSeconds now) {
  for (const auto& verdict : {proof::judge_ca(ca), proof::judge_usage(ca), proof::judge_validity(ca, now),
                              proof::judge_strength(ca), proof::judge_own_signature(ca)}) {
    if (verdict.status == Status::kFail) return verdict.error;
  }
  return std::nullopt;
}

/// Of those with the key's public half, one that may sign, else the first.
const x509::Certificate* certificate_of(const Certificates& certificates, const crypto::PublicKey& key,
                                        UnixSeconds now) {
  const x509::Certificate* first = nullptr;
  for (const auto& certificate : certificates) {
    if (certificate.key != key) continue;
    if (!reason_against(certificate, now)) return &certificate;
    if (first == nullptr) first = &certificate;
  }
  return first;
}

/// Upwards, each once.
Certificates chain_above(const x509::Certificate& ca, const Certificates& certificates) {
  Certificates chain{ca};
  while (!chain.back().self_issued() && chain.size() <= certificates.size()) {
    const auto& last = chain.back();
    const auto above = std::find_if(certificates.begin(), certificates.end(), [&](const x509::Certificate& each) {
      return each.subject == last.issuer && x509::is_signed_by(last, each.key).value_or(false);
    });
    if (above == certificates.end()) break;
    chain.push_back(*above);
  }
  return chain;
}

}  // namespace

Outcome<Authority> open_authority(std::optional<Bytes> certificate_file, Bytes key_file, std::optional<Bytes> password,
                                  UnixSeconds now) {
  auto key_contents = files::read_contents(key_file, password);
  if (!key_contents) return Refusal(key_contents.error(), Input::kIssuer);
  if (const auto error = files::reason_to_refuse(*key_contents, Field::kPrivateKey)) {
    const bool of_password = files::field_of(*error, Field::kPrivateKey) == Field::kPassword;
    return Refusal(*error, of_password ? Input::kIssuerPassword : Input::kIssuer);
  }
  Certificates certificates;
  if (certificate_file) {
    const auto contents = files::read_contents(*certificate_file, std::nullopt);
    if (!contents) return Refusal(contents.error(), Input::kIssuer);
    if (const auto error = files::reason_to_refuse(*contents, Field::kCaCertificate)) {
      return Refusal(*error, Input::kIssuer);
    }
    add_certificates(*contents, certificates);
  }
  add_certificates(*key_contents, certificates);
  if (certificates.empty()) return Refusal(Error{ErrorCode::kCaCertificateMissing}, Input::kIssuer);

  Facts difference;  // between the first key and the first certificate
  for (auto& item : key_contents->items) {
    auto* found = std::get_if<files::FoundKey>(&item);
    if (found == nullptr) continue;
    if (difference.value == 0) {
      const auto ours = crypto::public_key_of(found->key);
      const auto& theirs = certificates.front().key;
      difference = {static_cast<std::int64_t>(certificates.size()), 0, x509::told_from(theirs, ours),
                    x509::told_from(ours, theirs)};
    }
    const auto* ca = certificate_of(certificates, crypto::public_key_of(found->key), now);
    if (ca == nullptr) continue;
    if (const auto error = reason_against(*ca, now)) return Refusal(*error, Input::kIssuer);
    return Authority(x509::issuer_of(*ca), std::move(found->key), chain_above(*ca, certificates));
  }
  Refusal none(Error{ErrorCode::kKeyOfNoCertificate}, Input::kIssuer);
  none.facts = std::move(difference);
  return none;
}

}  // namespace popcert::devpki
