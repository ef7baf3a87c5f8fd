#include "x509/pkcs7.h"

#include "base/limits.h"

#include "der/ber.h"
#include "der/oid_pkcs.h"
#include "der/reader.h"
#include "sentences/phrase.h"

namespace popcert::x509 {
namespace {

using der::malformed_at;
using der::Reader;
using der::Tag;
namespace oid = der::oid;

Error unsupported(std::string_view name) { return {ErrorCode::kEncryptionUnsupported, 0, 0, name}; }

/// certificates [0] IMPLICIT SET OF CHOICE { Certificate, and four kinds that nobody uses here }
Result<std::vector<Buffer>> read_certificates(Reader set) {
  std::vector<Buffer> certificates;
  while (!set.empty()) {
    const auto element = set.next();
    if (!element) return malformed_at(set);
    if (element->tag != Tag::kSequence) continue;
    if (certificates.size() == kMaxPkcs7Certificates) return Error{ErrorCode::kTooManyItems, 0, kMaxPkcs7Certificates};
    certificates.push_back(to_buffer(element->tlv));
  }
  if (certificates.empty()) return Error{ErrorCode::kCertificateMissing};
  return certificates;
}

}  // namespace

// ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
// SignedData  ::= SEQUENCE { version INTEGER, digestAlgorithms SET, encapContentInfo SEQUENCE,
//                            certificates [0] IMPLICIT SET OPTIONAL, crls [1] OPTIONAL, signerInfos SET }
Result<std::vector<Buffer>> decode_certificates_only(Bytes octets) {
  const auto der = der::ber_to_der(octets);
  if (!der) return der.error();
  Reader file(der->expose());
  auto content_info = file.enter(Tag::kSequence);
  if (!content_info) return malformed_at(file);
  const auto type = content_info->read(Tag::kOid);
  if (!type) return malformed_at(*content_info);
  if (oid::is(*type, oid::kEnvelopedData)) return unsupported(phrase::kEnvelopedData);
  if (oid::is(*type, oid::kEncryptedData)) return unsupported("PKCS #7 encryptedData");
  if (!oid::is(*type, oid::kSignedData)) return Error{ErrorCode::kCertificateMissing};
  auto content = content_info->enter(der::context_constructed(0));
  if (!content) return malformed_at(*content_info);
  auto signed_data = content->enter(Tag::kSequence);
  if (!signed_data) return malformed_at(*content);
  const bool sound = signed_data->read_small() && signed_data->read(Tag::kSet) && signed_data->read(Tag::kSequence);
  if (!sound) return malformed_at(*signed_data);
  const auto certificates = signed_data->enter(der::context_constructed(0));
  if (!certificates) return Error{ErrorCode::kCertificateMissing};
  return read_certificates(*certificates);
}

}  // namespace popcert::x509
