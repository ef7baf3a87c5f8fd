#include "proof/verification_code.h"

#include "base/limits.h"

#include <algorithm>

#include "pem/blank.h"
#include "pem/characters.h"
#include "proof/code_within.h"
#include "sentences/phrase.h"

namespace popcert::proof {
namespace {

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";

/// Without white space and no-break spaces at both ends.
std::string_view without_margins(std::string_view text) {
  for (;;) {
    text = pem::trimmed(text);
    if (text.starts_with(kNoBreakSpace)) {
      text.remove_prefix(kNoBreakSpace.size());
    } else if (text.ends_with(kNoBreakSpace)) {
      text.remove_suffix(kNoBreakSpace.size());
    } else {
      return text;
    }
  }
}

/// Whoever alone hands out such codes. Azure: 48 digits and upper-case letters (its documentation shows such a code;
/// what it hands out is hexadecimal). AWS: 64 hexadecimal digits.
Service service_of(std::string_view code) {
  for (const auto& facts : all_services()) {
    if (facts.certain && has_form_of(facts, code)) return facts.service;
  }
  return Service::kNone;
}

/// What must not be signed: a person would not see it, or it would end the name for some reader.
std::optional<Error> forbidden(std::u32string_view code) {
  for (const char32_t c : code) {
    if (c == '\n' || c == '\r') return Error{ErrorCode::kCodeForbiddenCharacter, 0, 0, phrase::kLineBreak};
    if (c == '\t') return Error{ErrorCode::kCodeForbiddenCharacter, 0, 0, phrase::kTab};
    if (c == 0xfffd) return Error{ErrorCode::kCodeForbiddenCharacter, 0, 0, phrase::kDamagedCharacter};
    if (!pem::is_visible(c)) return Error{ErrorCode::kCodeForbiddenCharacter, 0, 0, phrase::kInvisibleCharacter};
  }
  return std::nullopt;
}

/// What is left in a code that nobody could take out of it.
std::optional<Error> wrapped(std::u32string_view code) {
  const auto looks_wrapped = [](std::string_view name) { return Error{ErrorCode::kCodeLooksWrapped, 0, 0, name}; };
  if (code.find_first_of(U"\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb") != code.npos)
    return looks_wrapped(phrase::kQuotationMarks);
  if (code.find(U' ') != code.npos) return looks_wrapped(phrase::kSpaces);
  if (code.substr(0, 3) == U"CN=" || code.substr(0, 3) == U"cn=") return looks_wrapped(phrase::kCommonNamePrefix);
  return std::nullopt;
}

/// One character of 48 or 64 is missing, or one is too many.
std::optional<Error> length_off(std::string_view code) {
  if (!has_form(code, 1)) return std::nullopt;
  return Error{ErrorCode::kCodeLengthOff, 0, static_cast<std::int64_t>(code.size()),
               code.size() < kAwsCharacters - 1 ? phrase::kAzureLength : phrase::kAwsLength};
}

/// Why nobody may sign it, if so.
std::optional<Error> reason_to_refuse(std::string_view code, const std::optional<std::u32string>& characters) {
  if (code.empty()) return Error{ErrorCode::kCodeEmpty};
  if (!characters) return Error{ErrorCode::kCodeNotUtf8};
  if (const auto error = forbidden(*characters)) return error;
  if (characters->size() <= kMaxCodeCharacters) return std::nullopt;
  return Error{ErrorCode::kCodeTooLong, 0, static_cast<std::int64_t>(characters->size())};
}

}  // namespace

CodeCheck check_verification_code(std::string_view pasted, Origin origin) {
  constexpr auto kField = Field::kVerificationCode;
  std::string code(without_margins(pasted));
  const auto fail = [&](const Error& error) { return CodeCheck{code, failed("code", kField, error)}; };
  if (is_private_key(code)) {
    code.clear();  // what is shown is no key
    return fail({ErrorCode::kCodeIsPrivateKey});
  }
  auto characters = pem::decode_utf8(code);
  auto service = service_of(code);
  bool taken = false;
  // What others gave is signed as it stands in their list, or not at all.
  if (characters && service == Service::kNone && origin != Origin::kGiven) {
    const auto found = code_within(code);
    if (found.size() > 1) {
      code.clear();
      for (const auto& one : found) code.append(code.empty() ? "" : "\n").append(one);
      return fail({ErrorCode::kCodeSeveral, 0, static_cast<std::int64_t>(found.size())});
    }
    if (is_etag(code)) return fail({ErrorCode::kCodeIsEtag});
    if (is_written_thumbprint(code)) return fail({ErrorCode::kCodeLooksLikeThumbprint});
    if (!found.empty() && found.front() != code) {
      taken = true;
      code = found.front();
      characters = pem::decode_utf8(code);
      service = service_of(code);
    }
  }
  if (const auto error = reason_to_refuse(code, characters)) return fail(*error);
  // Nobody's name looks like this, so that a person need not say so; but the service might not know it again.
  if (service == Service::kNone && has_form(code)) {
    return {code, warned("code", kField, {ErrorCode::kCodeLetterCase}), Service::kAzure};
  }
  if (service != Service::kNone) {
    Facts facts;
    facts.value = static_cast<std::int64_t>(characters->size());
    facts.name = service == Service::kAzure ? "Azure" : "AWS";
    const auto pass = taken ? Pass::kCodeTaken : code.size() != pasted.size() ? Pass::kCodeTrimmed : Pass::kCode;
    return {code, passed(pass, kField, std::move(facts)), service};
  }
  const bool asks = origin != Origin::kProgram;
  if (is_like_a_uuid(code)) { return {code, warned("code", kField, {ErrorCode::kCodeIsUuid}), service, asks}; }
  const auto unlike = origin == Origin::kPerson ? ErrorCode::kCodeLooksLikeName : ErrorCode::kCodeUnlikeService;
  auto error = wrapped(*characters).value_or(Error{unlike});
  if (const auto off = length_off(code)) error = *off;
  if (is_like_sha1(code)) error = {ErrorCode::kCodeLooksLikeThumbprint};
  if (origin == Origin::kGiven) return fail(error);
  return {code, warned("code", kField, error), service, asks};
}

void refuse_thumbprint(CodeCheck& code, const Thumbprints& thumbprints) {
  const auto error = thumbprints.error_for(code.code);
  if (!error) return;
  code.finding = failed("code", Field::kVerificationCode, *error);
  code.service = Service::kNone;
  code.needs_confirmation = false;
}

void judge_for(Service service, CodeCheck& code) {
  if (service == Service::kNone) return;
  const auto& facts = facts_of(service);
  const bool is_recognised =
      code.service == service || (code.service == Service::kAzure && service == Service::kAzureCentral);
  code.service = service;
  // Of a service without a known form nothing more can be said.
  if (code.finding.status == Status::kFail || is_recognised || facts.characters.empty()) return;
  if (has_form_of(facts, code.code)) {
    code.finding = passed(Pass::kCodeOfService, Field::kVerificationCode,
                          {static_cast<std::int64_t>(code.code.size()), 0, std::string(facts.name)});
  } else {
    code.finding = warned("code", Field::kVerificationCode, {ErrorCode::kCodeOfOtherService, 0, 0, facts.name});
  }
}

Service common_service(std::span<const std::string> codes, Origin origin) {
  auto common = Service::kNone;
  for (const auto& code : codes) {
    const auto service = check_verification_code(code, origin).service;
    if (service == Service::kNone || (common != Service::kNone && service != common)) return Service::kNone;
    common = service;
  }
  return common;
}

}  // namespace popcert::proof
