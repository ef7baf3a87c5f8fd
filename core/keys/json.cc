#include "keys/json.h"

#include "base/limits.h"

#include <algorithm>
#include <string_view>

#include "pem/unicode.h"

namespace popcert::keys {
namespace {

/// A cursor; each read returns whether it was there, and has moved behind it then.
class Cursor {
 public:
  explicit Cursor(Bytes text) : text_(text) {}

  std::size_t at() const { return at_; }
  bool end() const { return at_ == text_.size(); }
  bool too_deep() const { return too_deep_; }
  Bytes since(std::size_t start) const { return text_.subspan(start, at_ - start); }

  bool take(char c) {
    if (end() || text_[at_] != static_cast<std::uint8_t>(c)) return false;
    ++at_;
    return true;
  }
  void skip_space() {
    while (take(' ') || take('\t') || take('\r') || take('\n')) {}
  }
  std::optional<JsonValue> value(std::size_t depth);
  std::optional<JsonMember> member(std::size_t depth);

 private:
  std::optional<Bytes> string();
  bool escape();
  bool list(char close, bool named, std::size_t depth);
  bool word(std::string_view letters);
  bool number();
  bool digits();

  Bytes text_;
  std::size_t at_ = 0;
  bool too_deep_ = false;
};

bool Cursor::word(std::string_view letters) {
  return std::all_of(letters.begin(), letters.end(), [this](char c) { return take(c); });
}

bool Cursor::digits() {
  const std::size_t start = at_;
  while (!end() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
  return at_ > start;
}

bool Cursor::number() {
  take('-');
  if (!take('0') && !digits()) return false;
  if (take('.') && !digits()) return false;
  if (!take('e') && !take('E')) return true;
  if (!take('+')) take('-');
  return digits();
}

/// What follows a backslash.
bool Cursor::escape() {
  if (!take('u'))
    return take('"') || take('\\') || take('/') || take('b') || take('f') || take('n') || take('r') || take('t');
  for (int i = 0; i < 4; ++i, ++at_) {
    if (end()) return false;
    const char c = static_cast<char>(text_[at_]);
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) return false;
  }
  return true;
}

std::optional<Bytes> Cursor::string() {
  if (!take('"')) return std::nullopt;
  const std::size_t start = at_;
  while (!end()) {
    const std::uint8_t octet = text_[at_];
    if (octet == '"') {
      const Bytes inside = since(start);
      ++at_;
      return inside;
    }
    if (octet < 0x20) return std::nullopt;
    ++at_;
    if (octet == '\\' && !escape()) return std::nullopt;
  }
  return std::nullopt;
}

std::optional<JsonMember> Cursor::member(std::size_t depth) {
  const auto name = string();
  if (!name) return std::nullopt;
  skip_space();
  if (!take(':')) return std::nullopt;
  skip_space();
  const auto content = value(depth);
  if (!content) return std::nullopt;
  return JsonMember{{reinterpret_cast<const char*>(name->data()), name->size()}, *content};
}

/// What an opening bracket or brace starts.
bool Cursor::list(char close, bool named, std::size_t depth) {
  if (depth == kMaxJsonDepth) {
    too_deep_ = true;
    return false;
  }
  skip_space();
  if (take(close)) return true;
  for (;;) {
    skip_space();
    const bool sound = named ? member(depth + 1).has_value() : value(depth + 1).has_value();
    if (!sound) return false;
    skip_space();
    if (take(close)) return true;
    if (!take(',')) return false;
  }
}

std::optional<JsonValue> Cursor::value(std::size_t depth) {
  const std::size_t start = at_;
  if (end()) return std::nullopt;
  if (text_[at_] == '"') {
    const auto text = string();
    if (!text) return std::nullopt;
    return JsonValue{JsonKind::kString, *text};
  }
  if (take('{')) {
    if (!list('}', true, depth)) return std::nullopt;
    return JsonValue{JsonKind::kObject, since(start)};
  }
  if (take('[')) {
    if (!list(']', false, depth)) return std::nullopt;
    return JsonValue{JsonKind::kArray, since(start)};
  }
  const char first = static_cast<char>(text_[at_]);
  const bool sound = first == 't'   ? word("true")
                     : first == 'f' ? word("false")
                     : first == 'n' ? word("null")
                                    : number();
  if (!sound) return std::nullopt;
  return JsonValue{JsonKind::kOther, since(start)};
}

}  // namespace

Result<JsonPrefix> read_json_prefix(Bytes text) {
  Cursor cursor(text);
  cursor.skip_space();
  const auto value = cursor.value(0);
  if (cursor.too_deep()) return Error{ErrorCode::kDerTooDeep, cursor.at(), kMaxJsonDepth};
  if (!value) return Error{ErrorCode::kJsonMalformed, cursor.at()};
  return JsonPrefix{*value, cursor.at()};
}

Result<JsonValue> read_json(Bytes text) {
  const auto prefix = read_json_prefix(text);
  if (!prefix) return prefix.error();
  Cursor rest(text.subspan(prefix->octets));
  rest.skip_space();
  if (!rest.end()) return Error{ErrorCode::kJsonMalformed, prefix->octets + rest.at()};
  return prefix->value;
}

std::optional<JsonMember> JsonList::next() {
  Cursor cursor(rest_);
  cursor.skip_space();
  cursor.take(',');
  cursor.skip_space();
  auto member = named_ ? cursor.member(0) : std::optional<JsonMember>();
  if (!named_) {
    if (const auto value = cursor.value(0)) member = JsonMember{{}, *value};
  }
  rest_ = rest_.subspan(cursor.at());
  return member;
}

std::optional<JsonValue> member_of(const JsonValue& object, std::string_view name) {
  if (object.kind != JsonKind::kObject) return std::nullopt;
  JsonList members(object);
  while (const auto member = members.next()) {
    if (member->name == name) return member->value;
  }
  return std::nullopt;
}

namespace {

/// The four hexadecimal digits at `at`, which moves behind them.
char32_t read_unit(Bytes text, std::size_t& at) {
  char32_t unit = 0;
  for (const std::size_t end = at + 4; at < end; ++at) {
    const auto c = text[at];
    unit = unit << 4 | static_cast<char32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

/// Behind "\\u": a character, or half of one that has no other half.
char32_t read_character(Bytes text, std::size_t& at) {
  const char32_t high = read_unit(text, at);
  if (high < 0xd800 || high > 0xdfff) return high;
  const bool pair = high < 0xdc00 && text.size() - at >= 6 && text[at] == '\\' && text[at + 1] == 'u';
  std::size_t next = at + 2;
  const char32_t low = pair ? read_unit(text, next) : 0;
  if (low < 0xdc00 || low > 0xdfff) return 0xfffd;
  at = next;
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

}  // namespace

Secret unescaped(const JsonValue& string) {
  const Bytes text = string.text;
  Secret room(text.size());  // no escape is shorter than what it stands for
  auto* const out = room.writable().data();
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::uint8_t octet = text[at++];
    if (octet != '\\') {
      out[used++] = octet;
      continue;
    }
    const std::uint8_t letter = text[at++];
    switch (letter) {
      case 'b': out[used++] = '\b'; break;
      case 'f': out[used++] = '\f'; break;
      case 'n': out[used++] = '\n'; break;
      case 'r': out[used++] = '\r'; break;
      case 't': out[used++] = '\t'; break;
      case 'u': used += pem::put_utf8(read_character(text, at), out + used); break;
      default: out[used++] = letter;
    }
  }
  return used == text.size() ? std::move(room) : Secret::copy_of(room.expose().first(used));
}

Result<std::vector<JsonMember>> members_of(const JsonValue& object) {
  std::vector<JsonMember> members;
  std::vector<std::string_view> names;
  Cursor cursor(object.text);
  cursor.take('{');
  cursor.skip_space();
  while (!cursor.take('}')) {
    const auto member = cursor.member(0);
    if (!member || member->name.find('\\') != std::string_view::npos) return Error{ErrorCode::kJsonMalformed};
    members.push_back(*member);
    names.push_back(member->name);
    cursor.skip_space();
    cursor.take(',');
    cursor.skip_space();
  }
  std::make_heap(names.begin(), names.end());  // less code than std::sort
  std::sort_heap(names.begin(), names.end());
  if (std::adjacent_find(names.begin(), names.end()) != names.end()) return Error{ErrorCode::kJsonMalformed};
  return members;
}

std::vector<JsonValue> elements_of(const JsonValue& array) {
  std::vector<JsonValue> elements;
  Cursor cursor(array.text);
  cursor.take('[');
  cursor.skip_space();
  while (!cursor.take(']')) {
    const auto element = cursor.value(0);
    if (!element) break;
    elements.push_back(*element);
    cursor.skip_space();
    cursor.take(',');
    cursor.skip_space();
  }
  return elements;
}

}  // namespace popcert::keys
