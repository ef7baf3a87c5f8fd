#include "crypto/ec.h"

#include "crypto/curves.h"

namespace popcert::crypto {
namespace {

/// Copies the scalar to the end of `out`; 1 if what does not fit was all zero. Only the length decides what is touched.
std::uint32_t fit(Bytes in, Secret& out) {
  const auto to = out.writable();
  std::uint32_t excess = 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const std::size_t from_end = in.size() - i;
    if (from_end > to.size())
      excess |= in[i];
    else
      to[to.size() - from_end] = in[i];
  }
  return (excess - 1) >> 31;
}

/// 1 if 1 <= scalar < order, both of the same length. Constant time.
std::uint32_t in_range(Bytes scalar, Bytes order) {
  std::uint32_t borrow = 0, any = 0;
  for (std::size_t i = scalar.size(); i-- > 0;) {
    borrow = (static_cast<std::uint32_t>(scalar[i]) - order[i] - borrow) >> 31;
    any |= scalar[i];
  }
  return borrow & ((0 - any) >> 31);
}

}  // namespace

Result<EcPrivateKey> make_ec_private_key(Curve curve, Bytes scalar, std::optional<Bytes> public_point) {
  Secret own(field_octets(curve));
  const std::uint32_t fits = fit(scalar, own);
  // Whether a key is accepted is no secret, how near it was to a bound is.
  if ((fits & in_range(own.expose(), group_order(curve))) == 0) return Error{ErrorCode::kEcScalarOutOfRange};

  EcPublicKey public_key{curve, Buffer(1 + 2 * own.size())};
  const std::size_t written =
      implementation(curve).mulgen(public_key.point.data(), own.expose().data(), own.size(), curve_id(curve));
  if (written != public_key.point.size()) return Error{ErrorCode::kEcScalarOutOfRange};

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
