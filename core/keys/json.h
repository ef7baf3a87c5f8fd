#pragma once

#include "base/limits.h"

#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

/// As much JSON (RFC 8259) as keys in it need. All of it borrows from the text, which is key material: nothing is
/// copied.
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

/// A value at the start of a text.
struct JsonPrefix {
  JsonValue value;
  std::size_t octets;  // up to its end
};

/// Errors   those of `read_json`
Result<JsonPrefix> read_json_prefix(Bytes text);

/// Goes through the members of an object or the elements of an array (these without names) that `read_json` let pass,
/// without a list of them. Names may be there twice.
class JsonList {
 public:
  explicit JsonList(const JsonValue& list) : rest_(list.text.subspan(1)), named_(list.kind == JsonKind::kObject) {}
  std::optional<JsonMember> next();

 private:
  Bytes rest_;
  bool named_;
};

/// The member of that name, or nothing.
std::optional<JsonValue> member_of(const JsonValue& object, std::string_view name);

/// The text that a string stands for, in UTF-8; half a pair of surrogates becomes U+FFFD (RFC 8259 7).
Secret unescaped(const JsonValue& string);

/// The members of an object that `read_json` let pass, in the order of the file.
/// Errors   kJsonMalformed (a name twice, or one with escapes, which could hide that)
Result<std::vector<JsonMember>> members_of(const JsonValue& object);

/// The elements of an array that `read_json` let pass.
std::vector<JsonValue> elements_of(const JsonValue& array);

}  // namespace popcert::keys
