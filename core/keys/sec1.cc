#include "keys/sec1.h"

#include "crypto/ec.h"
#include "crypto/explicit_curve.h"
#include "keys/algorithm_names.h"
#include "keys/fields.h"
#include "sentences/phrase.h"

namespace popcert::keys {
namespace {

using der::Reader;
using der::Tag;

/// Compressed or uncompressed (SEC 1 2.3.3); the point at infinity and the hybrid forms of X9.62 are not for keys.
bool is_point_form(Bytes point) { return point.size() > 1 && point[0] >= 0x02 && point[0] <= 0x04; }

Error unsupported(std::size_t offset, std::string_view name) { return {ErrorCode::kCurveUnsupported, offset, 0, name}; }

}  // namespace

Result<crypto::Curve> read_ec_parameters(Reader& in) {
  const auto offset = in.offset();
  const auto parameters = in.next();
  if (!parameters) return misplaced(in);
  if (parameters->tag == Tag::kSequence) {
    if (const auto curve = crypto::curve_of_parameters(Reader(parameters->value))) return *curve;
    return unsupported(offset, phrase::kUnnamedCurve);
  }
  if (parameters->tag == Tag::kNull) return unsupported(offset, phrase::kImplicitCurve);
  if (parameters->tag != Tag::kOid) return Error{ErrorCode::kKeyMalformed, offset};
  if (const auto curve = crypto::curve_of_oid(parameters->value)) return *curve;
  return unsupported(offset, name_of_curve(parameters->value));
}

Result<crypto::PrivateKey> decode_ec_private_key(Bytes der, std::optional<crypto::Curve> curve, std::size_t base) {
  auto key = der::enter_whole(der, base);
  if (!key) return key.error();
  const auto version = read_version(*key, 1, 1);
  if (!version) return version.error();
  const auto scalar = key->read(Tag::kOctetString);
  if (!scalar || scalar->empty()) return misplaced(*key);

  std::optional<Reader> parameters, public_key;
  if (!key->enter_optional(der::context_constructed(0), parameters)) return misplaced(*key);
  if (parameters) {
    const auto inner = read_ec_parameters(*parameters);
    if (!inner) return inner.error();
    if (!parameters->empty() || (curve && *curve != *inner)) return misplaced(*parameters);
    curve = *inner;
  }
  std::optional<Bytes> public_point;
  if (!key->enter_optional(der::context_constructed(1), public_key)) return misplaced(*key);
  if (public_key) {
    public_point = public_key->read_bit_string();
    if (!public_point || !public_key->empty() || !is_point_form(*public_point)) return misplaced(*public_key);
  }
  if (!key->empty() || !curve) return misplaced(*key);

  auto made = crypto::make_ec_private_key(*curve, *scalar, public_point);
  if (!made) return made.error();
  return crypto::PrivateKey(std::move(*made));
}

}  // namespace popcert::keys
