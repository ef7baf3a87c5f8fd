#pragma once

#include "base/limits.h"

#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

/// As much JSON (RFC 8259) as a JWK needs. All of it borrows from the text, which is key material: nothing is copied.
namespace popcert::keys {

enum class JsonKind : std::uint8_t { kObject, kArray, kString, kOther };

/// text  of a string what stands between the quotes, escapes untouched; of the others all of it
struct JsonValue {
  JsonKind kind;
  Bytes text;
};

struct JsonMember {
  std::string_view name;
  JsonValue value;
};

/// Checks a whole text: one value and white space.
/// Errors   kJsonMalformed (offset: where), kDerTooDeep (value: kMaxJsonDepth)
Result<JsonValue> read_json(Bytes text);

/// The members of an object that `read_json` let pass, in the order of the file.
/// Errors   kJsonMalformed (a name twice, or one with escapes, which could hide that)
Result<std::vector<JsonMember>> members_of(const JsonValue& object);

/// The elements of an array that `read_json` let pass.
std::vector<JsonValue> elements_of(const JsonValue& array);

}  // namespace popcert::keys
