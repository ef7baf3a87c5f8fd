#include "x509/verified_certificate.h"

#include "crypto/sign.h"
#include "der/writer.h"

namespace popcert::x509 {

Result<VerifiedCertificate> assemble(const TbsCertificate& tbs, Bytes signature, const Certificate& ca) {
  der::Writer w;
  {
    auto certificate = w.open(der::Tag::kSequence);
    w.raw(tbs.octets());
    w.raw(tbs.signature_algorithm());
    auto bits = w.open_bit_string();
    w.raw(signature);
  }
  auto read = decode_certificate(std::move(w).finish());
  if (!read) return Error{ErrorCode::kSignatureFailed};
  // Against what was read back, not what was meant.
  if (read->issuer != ca.subject || !crypto::verify(ca.key, read->tbs, read->signature)) {
    return Error{ErrorCode::kSignatureFailed};
  }
  return VerifiedCertificate(std::move(*read));
}

}  // namespace popcert::x509
