#include "proof/elsewhere.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/digest.h"
#include "crypto/ecdsa_octets.h"
#include "der/writer.h"
#include "files/signature_readings.h"
#include "pem/encoding.h"
#include "proof/code_within.h"
#include "proof/finish.h"
#include "proof/material.h"
#include "proof/rules.h"
#include "sentences/elsewhere_text.h"
#include "x509/name.h"

namespace popcert::proof {
namespace {

using x509::Certificate;

template <class T>
void fail(Found<T>& out, Finding finding) {
  out.findings.push_back(finding);
  out.failure = std::move(finding);
}

/// Whether a finding fails; it becomes the failure.
template <class T>
bool stops(Found<T>& out) {
  const auto* first = first_failure(out.findings);
  if (first == nullptr) return false;
  out.failure = *first;
  return true;
}

bool may_sign(const Certificate& certificate) {
  return judge_ca(certificate).status != Status::kFail && judge_usage(certificate).status != Status::kFail;
}

/// Where among the certificates of a file the CA stands, of which no key tells which it is.
std::variant<std::size_t, Finding> place_of_ca(const std::vector<Certificate>& certificates, std::string_view chosen) {
  constexpr auto kField = Field::kCaCertificate;
  std::vector<std::size_t> able;
  for (std::size_t i = 0; i < certificates.size(); ++i) {
    const auto& one = certificates[i];
    if (!chosen.empty()) {
      if (hex(crypto::digest(crypto::Hash::kSha1, one.der)) == chosen) return i;
      continue;
    }
    const auto is_same = [&](std::size_t other) { return certificates[other].der == one.der; };
    if (may_sign(one) && std::none_of(able.begin(), able.end(), is_same)) able.push_back(i);
  }
  if (!chosen.empty()) return failed("certificate", kField, {ErrorCode::kCaNotAmongThese});
  if (able.empty()) return std::size_t{0};
  if (able.size() == 1) return able.front();
  const auto count = static_cast<std::int64_t>(able.size());
  return elsewhere_finding("certificate", kField, ElsewhereText::kCaUndecided, {count});
}

/// What `check` says of one CA, whoever has its key.
Checked check_one(const Certificate& ca, CheckInput in) {
  in.certificates = {&ca, 1};
  in.keys = {&ca.key, 1};
  in.chosen_ca = {};
  auto checked = check(in);
  std::erase_if(checked.findings, [](const Finding& finding) { return finding.id == "match"; });
  return checked;
}

/// What a TBSCertificate says, as if it had been signed.
Result<Certificate> fields_of(Bytes tbs, const Certificate& ca) {
  der::Writer w;
  {
    auto certificate = w.open(der::Tag::kSequence);
    w.raw(tbs);
    w.raw(x509::encode_signature_algorithm(x509::signature_algorithm_of(ca.key)));
    auto bits = w.open_bit_string();
    w.raw(Buffer(1));
  }
  return x509::decode_certificate(std::move(w).finish());
}

/// One way to read a signature, in the form that the key's algorithm has.
struct Form {
  Buffer signature;
  std::string how;
  bool fits;  // it has the form of one of this key
};

std::string joined(std::string_view what, const std::string& how) {
  return how.empty() ? std::string(what) : std::string(what) + ", " + how;
}

std::vector<Form> forms_of(const crypto::PublicKey& key, const files::SignatureReading& reading) {
  const auto& [octets, how] = reading;
  std::vector<Form> out;
  if (const auto* rsa = std::get_if<crypto::RsaPublicKey>(&key)) {
    const bool fits = octets.size() == rsa->modulus.size();
    out.push_back({octets, how, fits});
    if (fits) out.push_back({Buffer(octets.rbegin(), octets.rend()), joined("octets from last to first", how), false});
    return out;
  }
  out.push_back({octets, how, crypto::is_ecdsa_der(octets)});
  if (auto der = crypto::ecdsa_der_of_raw(std::get<crypto::EcPublicKey>(key).curve, octets)) {
    out.push_back({std::move(*der), joined("r and s side by side", how), true});
  }
  return out;
}

Finding said(ElsewhereText text) { return elsewhere_finding("signature", Field::kNone, text); }

/// What else than a signature it surely is. contents: of the file
std::optional<Finding> surely_else(const Result<files::Contents>& contents,
                                   const std::vector<files::SignatureReading>& readings, const Prepared& prepared) {
  const Bytes tbs = prepared.tbs().octets();
  const auto digest = crypto::digest(crypto::signature_hash(prepared.issuer().key), tbs);
  for (const auto& reading : readings) {
    if (equal(reading.octets, digest)) return said(ElsewhereText::kSignatureIsDigest);
    if (equal(reading.octets, tbs)) return said(ElsewhereText::kSignatureIsTbs);
  }
  if (!contents) return std::nullopt;
  if (!contents->certificates().empty()) return said(ElsewhereText::kSignatureIsCertificate);
  return std::nullopt;
}

/// What it may be where it has not the form of a signature, for r and s in DER look like an RSA public key.
std::optional<Finding> perhaps_else(const Result<files::Contents>& contents) {
  for (std::size_t i = 0; contents && i < contents->items.size(); ++i) {
    const auto* other = std::get_if<files::Other>(&contents->items[i]);
    if (other == nullptr || other->kind == files::OtherKind::kDefective) continue;
    return failed("signature", Field::kNone, other->error);
  }
  return std::nullopt;
}

/// A key was given instead. It is found out before anything else reads the file and keeps copies.
bool is_private_key_file(Bytes file, const Result<files::Contents>& contents) {
  if (is_private_key({reinterpret_cast<const char*>(file.data()), file.size()})) return true;
  if (!contents) return contents.error().code == ErrorCode::kKeyEncrypted;
  return !contents->private_keys().empty() ||
         std::any_of(contents->items.begin(), contents->items.end(), [](const files::Item& item) {
           const auto* other = std::get_if<files::Other>(&item);
           return other != nullptr && other->kind == files::OtherKind::kEncryptedPrivateKey;
         });
}

/// Why no reading of a file holds: by the first one that has the form of a signature of this key, or of another one.
Finding why_none(Bytes file, const Result<files::Contents>& contents,
                 const std::vector<files::SignatureReading>& readings, const Prepared& prepared) {
  const auto& key = prepared.issuer().key;
  const auto mistake = [&](Bytes signature) {
    return failed("signature", Field::kNone, mistake_of(key, prepared.tbs().octets(), signature));
  };
  if (file.empty()) return mistake({});
  if (auto other = surely_else(contents, readings, prepared)) return std::move(*other);
  const files::SignatureReading* innermost = nullptr;
  for (const auto& reading : readings) {
    for (const auto& form : forms_of(key, reading)) {
      if (form.fits) return mistake(form.signature);
    }
    if (!pem::is_text(reading.octets)) innermost = &reading;
  }
  for (const auto& reading : readings) {
    if (crypto::is_ecdsa_der(reading.octets)) return mistake(reading.octets);
  }
  if (auto other = perhaps_else(contents)) return std::move(*other);
  return innermost != nullptr ? mistake(innermost->octets) : said(ElsewhereText::kSignatureUnknown);
}

}  // namespace

Found<ToSign> prepare_elsewhere(const std::string& verification_code, const PrepareInput& in) {
  Found<ToSign> out;
  auto code = check_verification_code(verification_code, in.code_origin);
  judge_for(in.service, code);
  Material material;
  if (in.ca_file) {
    take_ca_file(*in.ca_file, std::nullopt, material);
  } else {
    take_no_ca_file(false, material);
  }
  const auto place = material.certificates.empty() ? std::variant<std::size_t, Finding>(std::size_t{0})
                                                   : place_of_ca(material.certificates, in.chosen_ca);
  const bool is_decided = !material.certificates.empty() && place.index() == 0;
  const auto ca = is_decided ? std::make_shared<const Certificate>(material.certificates[std::get<0>(place)]) : nullptr;
  if (ca) refuse_thumbprint(code, Thumbprints({ca.get(), 1}));
  out.findings.push_back(code.finding);
  add_in_front(material.findings, std::move(out.findings));
  out.findings = std::move(material.findings);
  if (const auto* undecided = std::get_if<Finding>(&place)) out.findings.push_back(*undecided);
  std::optional<CheckedRequest> request;
  if (ca) {
    if (const auto count = material.certificates.size(); count > 1) {
      out.findings.push_back(elsewhere_finding("chain", Field::kCaCertificate, ElsewhereText::kCaTaken,
                                               {static_cast<std::int64_t>(std::get<0>(place) + 1),
                                                static_cast<std::int64_t>(count), x509::short_name_text(ca->subject)}));
    }
    auto checked = check_one(*ca, {.certificates = {},
                                   .key_file_certificates = {},
                                   .keys = {},
                                   .now = in.now,
                                   .not_before = in.not_before,
                                   .not_after = in.not_after,
                                   .allow_long_validity = in.allow_long_validity,
                                   .ca_origin = in.ca_origin,
                                   .service = code.service});
    for (auto& finding : checked.findings) out.findings.push_back(std::move(finding));
    request = std::move(checked.request);
  }
  if (stops(out)) return out;
  if (code.needs_confirmation && !in.code_confirmed) {
    fail(out, failed("code", Field::kVerificationCode, {ErrorCode::kCodeUnconfirmed}));
    return out;
  }
  if (!is_random(in.random, 1)) {
    fail(out, failed("call", Field::kNone, {ErrorCode::kRandomFailed}));
    return out;
  }
  const auto subject_key = in.subject_key == SubjectKey::kGiven
                               ? given_subject_key(in.subject_key_info)
                               : fresh_subject_key(in.subject_key, in.random.subspan(x509::kSerialOctets));
  if (!subject_key) {
    fail(out, failed("call", Field::kSubjectKey, subject_key.error()));
    return out;
  }
  out.value = ToSign{prepare(*request, code.code, *subject_key, in.random.first(x509::kSerialOctets)), ca, code.code};
  return out;
}

Found<Created> finish_elsewhere(const std::string& verification_code, const FinishInput& in) {
  Found<Created> out;
  auto code = check_verification_code(verification_code, Origin::kProgram);
  judge_for(in.service, code);
  Material material;
  take_ca_file(in.ca_file, std::nullopt, material);
  out.findings = std::move(material.findings);
  if (code.finding.status == Status::kFail) add_in_front(out.findings, {code.finding});
  if (stops(out)) return out;
  std::shared_ptr<const Certificate> ca;
  std::optional<Prepared> prepared;
  for (const auto& certificate : material.certificates) {
    const auto fields = fields_of(in.tbs, certificate);
    if (!fields || fields->serial.size() != x509::kSerialOctets || fields->issuer != certificate.subject) continue;
    auto checked = check_one(certificate, {.certificates = {},
                                           .key_file_certificates = {},
                                           .keys = {},
                                           .now = in.now,
                                           .not_before = fields->not_before,
                                           .not_after = fields->not_after,
                                           .allow_long_validity = in.allow_long_validity,
                                           .service = code.service});
    // A CA that may not sign any more is what is said, whatever stands in the octets.
    if (first_failure(checked.findings) != nullptr) {
      for (auto& finding : checked.findings) out.findings.push_back(std::move(finding));
      continue;
    }
    auto again = prepare(*checked.request, code.code, fields->key, fields->serial);
    if (!equal(again.tbs().octets(), in.tbs)) continue;
    prepared = std::move(again);
    ca = std::make_shared<const Certificate>(certificate);
    out.findings = std::move(checked.findings);
    break;
  }
  if (!prepared) {
    if (stops(out)) return out;
    fail(out, elsewhere_finding("prepared", Field::kNone, ElsewhereText::kPreparedAltered));
    return out;
  }
  const auto contents = files::read_contents(in.signature_file, std::nullopt);
  if (is_private_key_file(in.signature_file, contents)) {
    fail(out, said(ElsewhereText::kSignatureIsPrivateKey));
    return out;
  }
  const auto readings = files::signature_readings(in.signature_file);
  for (const auto& reading : readings) {
    for (const auto& form : forms_of(ca->key, reading)) {
      auto certificate = x509::assemble(prepared->tbs(), form.signature, prepared->issuer());
      if (!certificate) continue;
      const bool plain = form.how.empty();
      out.findings.push_back(elsewhere_finding("signature", Field::kNone,
                                               plain ? ElsewhereText::kSignatureHolds : ElsewhereText::kSignatureRead,
                                               {0, 0, form.how}));
      out.value = Created{std::move(*certificate), ca, code.code};
      return out;
    }
  }
  fail(out, why_none(in.signature_file, contents, readings, *prepared));
  return out;
}

}  // namespace popcert::proof
