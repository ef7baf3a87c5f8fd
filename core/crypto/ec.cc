#include "crypto/ec.h"

#include "crypto/constant_time.h"
#include "crypto/curves.h"

namespace popcert::crypto {
namespace {

/// Whether 1 <= scalar < order, both of the same length. Constant time.
std::uint32_t in_range(Bytes scalar, Bytes order) {
  std::uint32_t borrow = 0, any = 0;
  for (std::size_t i = scalar.size(); i-- > 0;) {
    borrow = (static_cast<std::uint32_t>(scalar[i]) - order[i] - borrow) >> 31;
    any |= scalar[i];
  }
  return borrow & (is_zero(any) ^ 1);
}

}  // namespace

Result<EcPrivateKey> make_ec_private_key(Curve curve, Bytes scalar, std::optional<Bytes> public_point) {
  std::uint32_t accepted = 0;
  Secret own = fitted(scalar, field_octets(curve), accepted);
  accepted &= in_range(own.expose(), group_order(curve));
  popcert_declassify(&accepted, sizeof accepted);
  if (accepted == 0) return Error{ErrorCode::kEcScalarOutOfRange};

  EcPublicKey public_key{curve, Buffer(1 + 2 * own.size())};
  const std::size_t written =
      implementation(curve).mulgen(public_key.point.data(), own.expose().data(), own.size(), curve_id(curve));
  if (written != public_key.point.size()) return Error{ErrorCode::kEcScalarOutOfRange};
  popcert_declassify(public_key.point.data(), public_key.point.size());

  if (public_point) {
    const auto claimed = decode_point(curve, *public_point);
    if (!claimed) return Error{ErrorCode::kEcPointInvalid};
    if (*claimed != public_key.point) return Error{ErrorCode::kEcPublicKeyMismatch};
  }
  return EcPrivateKey{std::move(public_key), std::move(own)};
}

Result<EcPublicKey> make_ec_public_key(Curve curve, Bytes point) {
  auto uncompressed = decode_point(curve, point);
  if (!uncompressed) return Error{ErrorCode::kEcPointInvalid};
  return EcPublicKey{curve, std::move(*uncompressed)};
}

}  // namespace popcert::crypto
