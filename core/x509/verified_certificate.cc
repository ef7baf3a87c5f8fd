#include "x509/verified_certificate.h"

#include "crypto/verify.h"
#include "der/writer.h"

namespace popcert::x509 {

Result<VerifiedCertificate> assemble(const TbsCertificate& tbs, Bytes signature, const Issuer& issuer) {
  const Error failed{ErrorCode::kSignatureFailed};
  // First: octets that a fault in the arithmetic made tell of the key, and are not even copied.
  if (!crypto::verify(issuer.key, tbs.octets(), signature)) return failed;
  der::Writer w;
  {
    auto certificate = w.open(der::Tag::kSequence);
    w.raw(tbs.octets());
    w.raw(encode_signature_algorithm(tbs.signature_algorithm()));
    auto bits = w.open_bit_string();
    w.raw(signature);
  }
  auto read = decode_certificate(std::move(w).finish());
  if (!read || read->issuer != issuer.name) return failed;
  // What was read back is what was verified.
  if (!equal(read->tbs, tbs.octets()) || !equal(read->signature, signature) || read->signature_algorithm.empty()) {
    return failed;
  }
  return VerifiedCertificate(std::move(*read));
}

}  // namespace popcert::x509
