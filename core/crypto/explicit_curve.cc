#include "crypto/explicit_curve.h"

#include "crypto/curves.h"
#include "der/oid.h"

namespace popcert::crypto {
namespace {

using der::Reader;
using der::Tag;

constexpr der::oid::Oid kPrimeField("1.2.840.10045.1.1");  // RFC 3279 2.3.5

/// What the SEQUENCE says, unjudged.
struct Parameters {
  Bytes prime, a, b, base, order;
  std::uint64_t cofactor = 1;
};

std::optional<Parameters> read(Reader in) {
  Parameters out;
  const auto version = in.read_small();
  if (!version || *version < 1 || *version > 3) return std::nullopt;
  auto field = in.enter(Tag::kSequence);
  if (!field) return std::nullopt;
  const auto type = field->read(Tag::kOid);
  const auto prime = field->read_unsigned();
  auto curve = in.enter(Tag::kSequence);
  if (!type || !der::oid::is(*type, kPrimeField) || !prime || !field->empty() || !curve) return std::nullopt;
  const auto a = curve->read(Tag::kOctetString), b = curve->read(Tag::kOctetString);
  if (!a || !b || !curve->skip_optional(Tag::kBitString) || !curve->empty()) return std::nullopt;
  const auto base = in.read(Tag::kOctetString);
  const auto order = in.read_unsigned();
  if (!base || !order) return std::nullopt;
  if (in.at(Tag::kInteger)) {
    const auto cofactor = in.read_small();
    if (!cofactor) return std::nullopt;
    out.cofactor = *cofactor;
  }
  if (!in.empty()) return std::nullopt;
  return Parameters{*prime, *a, *b, *base, *order, out.cofactor};
}

bool same_number(Bytes a, Bytes b) {
  const auto significant = [](Bytes number) {
    while (!number.empty() && number.front() == 0) number = number.subspan(1);
    return number;
  };
  return equal(significant(a), significant(b));
}

bool is(const Parameters& parameters, Curve curve) {
  const auto numbers = curve_numbers(curve);
  Buffer a = to_buffer(numbers.prime);  // -3; the last octet of each prime is FF
  a.back() = static_cast<std::uint8_t>(a.back() - 3);
  if (!same_number(parameters.prime, numbers.prime) || !same_number(parameters.a, a)) return false;
  if (!same_number(parameters.b, numbers.b) || !same_number(parameters.order, group_order(curve))) return false;
  const auto base = decode_point(curve, parameters.base);
  return parameters.cofactor == 1 && base && equal(*base, numbers.generator);
}

}  // namespace

std::optional<Curve> curve_of_parameters(Reader reader) {
  const auto parameters = read(reader);
  if (!parameters) return std::nullopt;
  for (const auto& facts : all_curves()) {
    if (is(*parameters, facts.curve)) return facts.curve;
  }
  return std::nullopt;
}

}  // namespace popcert::crypto
