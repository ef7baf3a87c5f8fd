#include "issue/verification_code.h"

#include <algorithm>

#include "x509/name.h"

namespace popcert::issue {
namespace {

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  for (;;) {
    if (!text.empty() && is_space(text.front())) {
      text.remove_prefix(1);
    } else if (!text.empty() && is_space(text.back())) {
      text.remove_suffix(1);
    } else if (text.substr(0, 2) == kNoBreakSpace) {
      text.remove_prefix(2);
    } else if (text.size() >= 2 && text.substr(text.size() - 2) == kNoBreakSpace) {
      text.remove_suffix(2);
    } else {
      return text;
    }
  }
}

bool consists_of(std::u32string_view text, std::u32string_view characters) {
  return text.find_first_not_of(characters) == std::u32string_view::npos;
}

/// Azure: 48 digits and upper-case letters; AWS: 64 hexadecimal digits.
bool is_like_a_service(std::u32string_view code) {
  return (code.size() == 48 && consists_of(code, U"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")) ||
         (code.size() == 64 && consists_of(code, U"0123456789abcdefABCDEF"));
}

/// What must not be signed: a person would not see it, or it would end the name for some reader.
std::optional<Error> forbidden(std::u32string_view code) {
  for (const char32_t c : code) {
    if (c == '\n' || c == '\r') return Error{ErrorCode::kCodeForbiddenCharacter, 0, 0, "a line break"};
    if (c == '\t') return Error{ErrorCode::kCodeForbiddenCharacter, 0, 0, "a tab character"};
    if (c == 0xfffd) return Error{ErrorCode::kCodeForbiddenCharacter, 0, 0, "a character that was damaged on the way"};
    if (!x509::is_visible(c)) return Error{ErrorCode::kCodeForbiddenCharacter, 0, 0, "an invisible character"};
  }
  return std::nullopt;
}

/// What people paste around a code by accident. It is signed as it stands, for nobody can know.
std::optional<Error> suspicious(std::u32string_view code) {
  const auto looks_wrapped = [](std::string_view name) { return Error{ErrorCode::kCodeLooksWrapped, 0, 0, name}; };
  if (code.find_first_of(U"\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb") != code.npos)
    return looks_wrapped("quotation marks");
  if (code.find(U' ') != code.npos) return looks_wrapped("spaces");
  if (code.substr(0, 3) == U"CN=" || code.substr(0, 3) == U"cn=") return looks_wrapped("\"CN=\" at its start");
  return std::nullopt;
}

Finding judge(std::string_view pasted, std::string_view code) {
  constexpr auto kField = Field::kVerificationCode;
  if (code.empty()) return failed("code", kField, {ErrorCode::kCodeEmpty});
  const auto characters = x509::decode_utf8(code);
  if (!characters) return failed("code", kField, {ErrorCode::kCodeNotUtf8});
  if (const auto error = forbidden(*characters)) return failed("code", kField, *error);
  if (characters->size() > kMaxCodeCharacters) {
    return failed("code", kField, {ErrorCode::kCodeTooLong, 0, static_cast<std::int64_t>(characters->size())});
  }
  if (const auto error = suspicious(*characters)) return warned("code", kField, *error);
  if (!is_like_a_service(*characters)) return warned("code", kField, {ErrorCode::kCodeUnlikeService});
  return passed(code.size() != pasted.size() ? Pass::kCodeTrimmed : Pass::kCode, kField,
                {static_cast<std::int64_t>(characters->size())});
}

}  // namespace

CodeCheck check_verification_code(std::string_view pasted) {
  const std::string_view code = trimmed(pasted);
  return {std::string(code), judge(pasted, code)};
}

}  // namespace popcert::issue
