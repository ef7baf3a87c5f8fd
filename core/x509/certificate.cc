#include "x509/certificate.h"

#include "der/algorithm.h"
#include "der/time.h"
#include "x509/name.h"
#include "x509/public_key_info.h"

namespace popcert::x509 {
namespace {

using der::Reader;
using der::Tag;

Error malformed(std::string_view field, std::size_t offset) {
  return {ErrorCode::kCertificateMalformed, offset, 0, field};
}

struct Validity {
  UnixSeconds not_before, not_after;
};

Result<Validity> decode_validity(Reader& tbs) {
  auto validity = tbs.enter(Tag::kSequence);
  if (!validity) return malformed("validity", tbs.offset());
  UnixSeconds times[2];
  for (auto& time : times) {
    if (validity->empty()) return malformed("validity", validity->offset());
    const auto read = der::read_time(*validity);
    if (!read) return Error{ErrorCode::kCertificateTimeMalformed, validity->offset()};
    time = *read;
  }
  if (!validity->empty()) return malformed("validity", validity->offset());
  return Validity{times[0], times[1]};
}

/// Reads [0] EXPLICIT Version DEFAULT v1. Some tools write the default out.
Result<unsigned> decode_version(Reader& tbs) {
  if (!tbs.at(der::context_constructed(0))) return 1u;
  auto explicit_version = tbs.enter(der::context_constructed(0));
  if (!explicit_version) return malformed("version", tbs.offset());
  const auto number = explicit_version->read(Tag::kInteger);
  if (!number || !explicit_version->empty() || number->empty()) return malformed("version", tbs.offset());
  if (number->size() != 1 || number->front() > 2) {
    return Error{ErrorCode::kCertificateVersionUnsupported, tbs.offset()};
  }
  return number->front() + 1u;
}

/// AlgorithmIdentifier as TLV, of which only the shape matters here.
std::optional<Bytes> read_signature_algorithm(Reader& reader) {
  const auto algorithm = der::read_algorithm(reader);
  if (!algorithm || !der::is_shortest_oid(algorithm->oid)) return std::nullopt;
  if (algorithm->has_no_parameters()) return algorithm->tlv;
  Reader parameters = algorithm->parameters;
  const auto one = parameters.next();
  const bool sound = one && one->tag != Tag::kNull && parameters.empty();
  return sound ? std::optional(algorithm->tlv) : std::nullopt;
}

Result<Certificate> decode_tbs(Reader tbs, Buffer der, Buffer tbs_tlv, Bytes outer_algorithm, Buffer signature) {
  const auto version = decode_version(tbs);
  if (!version) return version.error();
  // Negative ones and those of more than 20 octets occur; with an octet too many no program reads them.
  const auto serial = tbs.read(Tag::kInteger);
  if (!serial || !der::is_shortest_integer(*serial)) return malformed("serial number", tbs.offset());
  const auto algorithm = read_signature_algorithm(tbs);
  if (!algorithm) return malformed("signature algorithm", tbs.offset());
  const auto issuer = tbs.read_tlv(Tag::kSequence);
  if (!issuer || !is_name(*issuer)) return malformed("issuer", tbs.offset());
  const auto validity = decode_validity(tbs);
  if (!validity) return validity.error();
  const auto subject = tbs.read_tlv(Tag::kSequence);
  if (!subject || !is_name(*subject)) return malformed("subject", tbs.offset());
  const auto key_info = tbs.read_tlv(Tag::kSequence);
  if (!key_info) return malformed("public key", tbs.offset());
  bool explicit_curve = false;
  auto key = decode_public_key_info(*key_info, &explicit_curve);
  if (!key) return key.error();

  for (const unsigned unique_id : {1u, 2u}) {  // issuerUniqueID, subjectUniqueID: obsolete, skipped
    const bool there = tbs.at(der::context_primitive(unique_id));
    if ((there && *version == 1) || !tbs.skip_optional(der::context_primitive(unique_id)))
      return malformed("unique identifier", tbs.offset());
  }
  Extensions extensions;
  if (tbs.at(der::context_constructed(3))) {
    if (*version != 3) return malformed("version", tbs.offset());
    const auto wrapped = tbs.enter(der::context_constructed(3));
    if (!wrapped) return malformed("extensions", tbs.offset());
    auto decoded = decode_extensions(*wrapped);
    if (!decoded) return decoded.error();
    extensions = std::move(*decoded);
  }
  if (!tbs.empty()) return malformed("end", tbs.offset());
  return Certificate{std::move(der),
                     std::move(tbs_tlv),
                     std::move(signature),
                     equal(*algorithm, outer_algorithm) ? to_buffer(outer_algorithm) : Buffer(),
                     *version,
                     to_buffer(*serial),
                     to_buffer(*issuer),
                     to_buffer(*subject),
                     validity->not_before,
                     validity->not_after,
                     std::move(*key),
                     std::move(extensions),
                     explicit_curve};
}

}  // namespace

Result<Certificate> decode_certificate(Bytes der) {
  Reader file(der);
  if (!file.at(Tag::kSequence)) return Error{ErrorCode::kDerMalformed};
  auto certificate = file.enter(Tag::kSequence);
  if (!certificate) return file.error();
  const auto tbs_tlv = certificate->read_tlv(Tag::kSequence);
  if (!tbs_tlv) return malformed("contents", certificate->offset());
  const auto algorithm = read_signature_algorithm(*certificate);
  if (!algorithm) return malformed("signature algorithm", certificate->offset());
  const auto signature = certificate->read_bit_string();
  if (!signature) return malformed("signature", certificate->offset());
  if (!certificate->empty()) return malformed("end", certificate->offset());
  Reader inner(*tbs_tlv);
  auto decoded =
      decode_tbs(*inner.enter(Tag::kSequence), to_buffer(der), to_buffer(*tbs_tlv), *algorithm, to_buffer(*signature));
  // Last, for what follows a damaged certificate says nothing.
  if (decoded && !file.empty()) return Error{ErrorCode::kDerTrailing, file.offset()};
  return decoded;
}

}  // namespace popcert::x509
