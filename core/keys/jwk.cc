#include "keys/jwk.h"

#include <algorithm>

#include "crypto/ec.h"
#include "keys/algorithm_names.h"
#include "keys/json.h"
#include "keys/rsa_numbers.h"
#include "pem/base64.h"
#include "sentences/phrase.h"

namespace popcert::keys {
namespace {

using Members = std::vector<JsonMember>;

constexpr Error kMalformed{ErrorCode::kKeyMalformed};

Error unsupported_type(std::string_view name) { return {ErrorCode::kKeyTypeUnsupported, 0, 0, name}; }

const JsonValue* find(const Members& members, std::string_view name) {
  const auto found =
      std::find_if(members.begin(), members.end(), [&](const JsonMember& member) { return member.name == name; });
  // Key Vault writes "d": null.
  const bool there = found != members.end() && !(found->value.kind == JsonKind::kOther && found->value.text[0] == 'n');
  return there ? &found->value : nullptr;
}

bool is_text(const JsonValue* value, std::string_view text) {
  return value != nullptr && value->kind == JsonKind::kString && equal(value->text, as_bytes(text));
}

/// The octets of a Base64urlUInt (RFC 7518 2) or coordinate.
Result<Secret> octets_of(const Members& members, std::string_view name) {
  const JsonValue* value = find(members, name);
  if (value == nullptr || value->kind != JsonKind::kString || value->text.empty()) return kMalformed;
  return pem::decode_base64url(value->text);
}

/// A public half without its private one: that may be in a key vault, which says so by its name.
Error error_of_public(const Members& members) {
  const JsonValue* id = find(members, "kid");
  const std::string_view text = id != nullptr && id->kind == JsonKind::kString
                                    ? std::string_view(reinterpret_cast<const char*>(id->text.data()), id->text.size())
                                    : std::string_view();
  const bool azure = text.find(".vault.") != text.npos || text.find(".managedhsm.") != text.npos;
  const bool in_vault = (text.starts_with("https://") && azure) || text.starts_with("arn:aws:kms:");
  return {in_vault ? ErrorCode::kObjectIsKeyReference : ErrorCode::kObjectIsPublicKey};
}

// RFC 7518 6.3.
Result<crypto::PrivateKey> decode_rsa(const Members& members) {
  const auto has = [&](std::string_view name) { return find(members, name) != nullptr; };
  if (!has("n") || !has("e")) return kMalformed;
  if (!has("d")) return error_of_public(members);
  if (has("oth")) return unsupported_type(phrase::kMorePrimes);
  constexpr std::string_view kPrimeParts[] = {"p", "q", "dp", "dq", "qi"};
  if (std::none_of(std::begin(kPrimeParts), std::end(kPrimeParts), has)) {
    return unsupported_type(phrase::kWithoutPrimes);
  }
  constexpr std::string_view kNames[] = {"n", "e", "d", "p", "q", "dp", "dq", "qi"};
  OwnedRsaNumbers numbers;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    auto octets = octets_of(members, kNames[i]);
    if (!octets) return octets.error();
    numbers[i] = std::move(*octets);
  }
  return rsa_private_key(numbers);
}

/// Appends a coordinate; leading zeros that a sloppy writer dropped are put back.
bool append_coordinate(Buffer& point, Bytes coordinate, std::size_t field_octets) {
  if (coordinate.size() > field_octets) return false;
  point.resize(point.size() + field_octets - coordinate.size());
  append(point, coordinate);
  return true;
}

// RFC 7518 6.2.
Result<crypto::PrivateKey> decode_ec(const Members& members) {
  const JsonValue* name = find(members, "crv");
  if (name == nullptr) return kMalformed;
  const Bytes text = name->kind == JsonKind::kString ? name->text : Bytes();
  const auto curve = crypto::curve_of_name(text);
  if (!curve) return Error{ErrorCode::kCurveUnsupported, 0, 0, name_of_jwk_curve(text)};
  const auto x = octets_of(members, "x");
  if (!x) return x.error();
  const auto y = octets_of(members, "y");
  if (!y) return y.error();
  if (find(members, "d") == nullptr) return error_of_public(members);
  const auto d = octets_of(members, "d");
  if (!d) return d.error();
  const std::size_t size = crypto::field_octets(*curve);
  Buffer point{0x04};
  if (!append_coordinate(point, x->expose(), size) || !append_coordinate(point, y->expose(), size)) return kMalformed;
  auto key = crypto::make_ec_private_key(*curve, d->expose(), point);
  if (!key) return key.error();
  return crypto::PrivateKey{std::move(*key)};
}

Error unsupported_okp(const JsonValue* name) {
  for (const std::string_view known : {"Ed25519", "Ed448", "X25519", "X448"}) {
    if (is_text(name, known)) return unsupported_type(known);
  }
  return unsupported_type("OKP");
}

Result<crypto::PrivateKey> decode_one(const Members& members) {
  const JsonValue* type = find(members, "kty");
  if (type == nullptr) return Error{ErrorCode::kInputNotRecognized};
  if (is_text(type, "RSA")) return decode_rsa(members);
  if (is_text(type, "EC")) return decode_ec(members);
  if (is_text(type, "OKP")) return unsupported_okp(find(members, "crv"));
  if (is_text(type, "RSA-HSM") || is_text(type, "EC-HSM")) return Error{ErrorCode::kObjectIsKeyReference};
  if (is_text(type, "oct")) return unsupported_type(phrase::kSymmetricKey);
  return unsupported_type(phrase::kUnknownType);
}

// RFC 7517 5.
Result<crypto::PrivateKey> decode_set(const JsonValue& keys) {
  std::vector<Members> others, with_private;
  for (const JsonValue& element : elements_of(keys)) {
    if (element.kind != JsonKind::kObject) return Error{ErrorCode::kJsonMalformed};
    auto members = members_of(element);
    if (!members) return members.error();
    const bool has_private = find(*members, "d") != nullptr;
    (has_private ? with_private : others).push_back(std::move(*members));
  }
  if (with_private.size() > 1) {
    return Error{ErrorCode::kKeyAmbiguous, 0, static_cast<std::int64_t>(with_private.size())};
  }
  if (with_private.size() == 1) return decode_one(with_private.front());
  if (others.size() == 1) return decode_one(others.front());
  return Error{ErrorCode::kKeyMissing};
}

}  // namespace

Result<crypto::PrivateKey> decode_jwk(Bytes json_text) {
  const auto value = read_json(json_text);
  if (!value) return value.error();
  if (value->kind != JsonKind::kObject) return Error{ErrorCode::kInputNotRecognized};
  const auto members = members_of(*value);
  if (!members) return members.error();
  const JsonValue* keys = find(*members, "keys");
  if (keys != nullptr && keys->kind == JsonKind::kArray && find(*members, "kty") == nullptr) return decode_set(*keys);
  return decode_one(*members);
}

}  // namespace popcert::keys
