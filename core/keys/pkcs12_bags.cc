#include "keys/pkcs12_bags.h"

#include "base/limits.h"

#include "der/oid_pkcs.h"
#include "der/reader.h"
#include "keys/pbes.h"

namespace popcert::keys {
namespace {

using der::malformed_at;
using der::Reader;
using der::Tag;
namespace oid = der::oid;

class BagReader {
 public:
  BagReader(Bytes utf8, Bytes bmp, KdfBudget& budget, PfxContents& out)
      : utf8_(utf8), bmp_(bmp), budget_(budget), out_(out) {}

  std::optional<Error> contents(Reader in, std::size_t depth);

 private:
  std::optional<Error> bag(Bytes name, Reader value, std::size_t depth);
  std::optional<Error> key(Reader value);
  std::optional<Error> shrouded_key(Reader value);
  std::optional<Error> certificate(Reader value);

  Bytes utf8_, bmp_;
  KdfBudget& budget_;
  PfxContents& out_;
};

std::optional<Error> BagReader::contents(Reader in, std::size_t depth) {
  if (depth > kMaxPfxNesting) return Error{ErrorCode::kDerTooDeep, in.offset(), kMaxPfxNesting};
  auto bags = in.enter(Tag::kSequence);
  if (!bags || !in.empty()) return malformed_at(in);
  while (!bags->empty()) {
    auto safe_bag = bags->enter(Tag::kSequence);
    if (!safe_bag) return malformed_at(*bags);
    const auto name = safe_bag->read(Tag::kOid);
    auto value = safe_bag->enter(der::context_constructed(0));
    if (!name || !value) return malformed_at(*safe_bag);
    if (out_.private_keys.size() + out_.certificates.size() + out_.skipped >= kMaxPfxBags) {
      return Error{ErrorCode::kTooManyItems, 0, kMaxPfxBags};
    }
    if (const auto error = bag(*name, *value, depth)) return error;
  }
  return std::nullopt;
}

std::optional<Error> BagReader::bag(Bytes name, Reader value, std::size_t depth) {
  if (oid::is(name, oid::kKeyBag)) return key(value);
  if (oid::is(name, oid::kShroudedKeyBag)) return shrouded_key(value);
  if (oid::is(name, oid::kCertBag)) return certificate(value);
  // A bag of bags counts too: the depth alone would not bound their number.
  ++out_.skipped;
  return oid::is(name, oid::kSafeContentsBag) ? contents(value, depth + 1) : std::nullopt;
}

std::optional<Error> BagReader::key(Reader value) {
  const auto info = value.read_tlv(Tag::kSequence);
  if (!info || !value.empty()) return malformed_at(value);
  out_.private_keys.push_back(Secret::copy_of(*info));
  return std::nullopt;
}

std::optional<Error> BagReader::shrouded_key(Reader value) {
  const auto key = read_encrypted_private_key_info(value.rest());
  if (!key) return key.error();
  if (const auto error = spend(budget_, key->scheme)) return error;
  auto info = decrypt_key(*key, key->scheme.wants_bmp() ? bmp_ : utf8_);
  if (!info) return info.error();
  out_.private_keys.push_back(std::move(*info));
  return std::nullopt;
}

/// CertBag ::= SEQUENCE { certId OBJECT IDENTIFIER, certValue [0] EXPLICIT OCTET STRING (of X.509) }
std::optional<Error> BagReader::certificate(Reader value) {
  auto bag = value.enter(Tag::kSequence);
  if (!bag || !value.empty()) return malformed_at(value);
  const auto name = bag->read(Tag::kOid);
  auto wrapped = bag->enter(der::context_constructed(0));
  if (!name || !wrapped) return malformed_at(*bag);
  if (!oid::is(*name, oid::kX509Certificate)) {
    ++out_.skipped;
    return std::nullopt;
  }
  const auto octets = wrapped->read(Tag::kOctetString);
  if (!octets) return malformed_at(*wrapped);
  Reader certificate(*octets);
  if (!certificate.read(Tag::kSequence) || !certificate.empty()) return malformed_at(*wrapped);
  out_.certificates.push_back(to_buffer(*octets));
  return std::nullopt;
}

}  // namespace

std::optional<Error> read_safe_contents(Bytes safe_contents, Bytes utf8, Bytes bmp, KdfBudget& budget,
                                        PfxContents& out) {
  return BagReader(utf8, bmp, budget, out).contents(Reader(safe_contents), 0);
}

}  // namespace popcert::keys
