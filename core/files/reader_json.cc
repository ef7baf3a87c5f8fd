#include <utility>

#include "base/limits.h"
#include "files/number_text.h"
#include "files/part.h"
#include "files/place.h"
#include "files/reader.h"
#include "keys/jwk.h"
#include "keys/rsa_key_value.h"

// JSON: keys that are written in it (RFC 7517), and whatever stands in its strings.
namespace popcert::files {
namespace {

using keys::JsonKind;
using keys::JsonValue;

/// Shorter strings hold nothing.
constexpr std::size_t kShortestString = 40;

/// The text that a list of lines is, the first of which is a BEGIN line; empty for any other list.
Secret lines_of(const JsonValue& array) {
  Secret text(array.text.size());  // each line had its quotation marks
  std::size_t used = 0;
  for (keys::JsonList elements(array); const auto element = elements.next();) {
    const auto& [kind, raw] = element->value;
    if (kind != JsonKind::kString || (used == 0 && (!contains(raw, "-----BEGIN ") || contains(raw, "-----END "))))
      return Secret();
    const auto line = keys::unescaped(element->value);
    std::copy(line.expose().begin(), line.expose().end(), text.writable().begin() + static_cast<std::ptrdiff_t>(used));
    used += line.size();
    text.writable()[used++] = '\n';
  }
  return Secret::copy_of(text.expose().first(used));
}

bool has(const JsonValue& object, std::string_view name) { return keys::member_of(object, name).has_value(); }

}  // namespace

/// A text that is JSON as a whole.
std::optional<Error> Reader::read_json_file(const JsonValue& value, Level level) {
  // Beside certificates a key is one thing of several.
  const std::string_view all(reinterpret_cast<const char*>(value.text.data()), value.text.size());
  if ((has(value, "kty") || has(value, "keys")) && all.find("\"x5c\"") == all.npos) {
    auto key = keys::decode_jwk(value.text);
    if (key) {
      add_decoded_key(FoundKey{std::move(*key), "JWK"});
      return std::nullopt;
    }
    const auto code = key.error().code;
    const bool several =
        code == ErrorCode::kKeyAmbiguous || code == ErrorCode::kKeyMissing || code == ErrorCode::kInputNotRecognized;
    if (!several) return key.error();
  }
  const auto before = count();
  read_json(value, level, place_, 0);
  if (count() > before || too_many_) return std::nullopt;
  return Error{ErrorCode::kJsonWithoutKey};
}

void Reader::read_json(const JsonValue& value, Level level, const std::string& place, std::size_t depth) {
  if (too_many_ || depth > kMaxJsonDepth) return;
  if (value.kind == JsonKind::kString) {
    if (value.text.size() < kShortestString) return;
    return read_wrapped(keys::unescaped(value).expose(), {level.encodings, level.containers + 1}, place);
  }
  if (value.kind == JsonKind::kOther) return;
  const Secret numbers = octets_of_numbers(value);
  if (numbers.size() > 0) return read_wrapped(numbers.expose(), {level.encodings + 1, level.containers + 1}, place);
  if (value.kind == JsonKind::kObject) return read_object(value, level, place, depth);
  if (const auto lines = lines_of(value); lines.size() > 0)
    return read_wrapped(lines.expose(), {level.encodings, level.containers + 1}, place);
  keys::JsonList elements(value);
  for (std::size_t index = 0; const auto element = elements.next(); ++index) {
    read_json(element->value, level, place_of_element(place, index), depth + 1);
  }
}

void Reader::read_object(const JsonValue& object, Level level, const std::string& place, std::size_t depth) {
  const auto at_place = [&](auto add) {
    auto outer = std::exchange(place_, place);
    add();
    place_ = std::move(outer);
  };
  bool is_jwk = false, has_ciphertext = false, has_protected = false;
  for (keys::JsonList names(object); const auto member = names.next();) {
    is_jwk = is_jwk || member->name == "kty";
    has_ciphertext = has_ciphertext || member->name == "ciphertext";
    has_protected = has_protected || member->name == "protected";
  }
  // RFC 7516 7.2, and a JWK that a password protects.
  if (has_ciphertext && has_protected) return at_place([&] { add_error({ErrorCode::kFormatJwe}); });
  const bool is_parameters = !is_jwk && keys::is_rsa_parameters(object);
  if ((is_jwk || is_parameters) && may_decode(budget_.private_keys, kMaxPrivateKeys)) {
    at_place([&] {
      ++unwrapping_;
      add_decoded_key(is_jwk ? found(keys::decode_jwk(object.text), "JWK")
                             : found(keys::decode_rsa_parameters(object), "RSAParameters"));
      --unwrapping_;
    });
  }
  keys::JsonList members(object);
  while (const auto member = members.next()) {
    // The numbers of a JWK are no files; its certificates are.
    if ((is_jwk && member->name != "x5c") || is_parameters) continue;
    read_json(member->value, level, place_within(place, member->name), depth + 1);
  }
}

}  // namespace popcert::files
