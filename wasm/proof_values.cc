#include "proof_values.h"

#include "base/hex.h"
#include "pem/pem.h"
#include "proof/file_name.h"
#include "x509/key_text.h"
#include "x509/name.h"

namespace popcert::wasm {

proof::Origin take_origin(const val& word) {
  if (!word.isString()) return proof::Origin::kProgram;
  const auto text = word.as<std::string>();
  return text == "given" ? proof::Origin::kGiven : text == "person" ? proof::Origin::kPerson : proof::Origin::kProgram;
}

std::string take_text(const val& text) { return text.isString() ? text.as<std::string>() : std::string(); }

proof::Service take_service(const val& id) { return proof::service_named(take_text(id)); }

bool take_flag(const val& flag) { return flag.isTrue(); }

void take_subject_key(const val& subject_key, Secret& octets, proof::SubjectKey& kind) {
  if (subject_key.isString()) {
    const auto name = subject_key.as<std::string>();
    if (name == "RSA-2048") {
      kind = proof::SubjectKey::kFreshRsa2048;
    } else if (name != "P-256") {
      kind = proof::SubjectKey::kGiven;  // of nothing: refused with the error of that field
    }
  } else if (!subject_key.isUndefined() && !subject_key.isNull()) {
    octets = take_secret(subject_key);
    kind = proof::SubjectKey::kGiven;
  }
}

val created_of(const proof::Created& created) {
  const auto& fields = created.certificate.fields();
  const Bytes der = created.certificate.der();
  val out = val::object();
  put(out, "pem", pem::encode_pem("CERTIFICATE", der));
  put(out, "der", octets_of(der));
  put(out, "fileName", proof::file_name(x509::short_name_text(created.ca->subject), created.verification_code));
  put(out, "verificationCode", created.verification_code);
  put(out, "subject", x509::name_text(fields.subject));
  put(out, "issuer", x509::name_text(fields.issuer));
  put(out, "serial", hex(fields.serial));
  put_time(out, "notBefore", fields.not_before);
  put_time(out, "notAfter", fields.not_after);
  put(out, "signatureAlgorithm", x509::signature_text(created.ca->key));
  put(out, "sha1", fingerprint(crypto::Hash::kSha1, der));
  put(out, "sha256", fingerprint(crypto::Hash::kSha256, der));
  put(out, "caSha1", fingerprint(crypto::Hash::kSha1, created.ca->der));
  return out;
}

val outcome_of(const proof::Outcome& outcome) {
  const auto* why = std::get_if<proof::Failure>(&outcome.result);
  val out = why != nullptr ? failure(why->error, why->field, outcome.findings)
                           : success(created_of(std::get<proof::Created>(outcome.result)));
  put_findings(out, outcome.findings);
  return out;
}

}  // namespace popcert::wasm
