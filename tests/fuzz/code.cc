// A code as it was pasted, judged for each who may have given it. What is signed is what was pasted, or for a person and a program
// what was taken out of it: its characters in their order, in a form that services are known to hand out, by rules that are written
// anew here. What somebody else gave passes only where it stands in such a form.

#include <cctype>

#include "base/limits.h"
#include "pem/characters.h"
#include "proof/verification_code.h"

using namespace popcert;
using namespace popcert::proof;

namespace {

bool is_known_form(const std::string& code) {
  bool azure = code.size() == 48, hex = azure, aws = code.size() == 64, uuid = code.size() >= 36;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const auto c = static_cast<unsigned char>(code[i]);
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    azure = azure && c < 0x80 && (std::isdigit(c) || std::isupper(c));
    hex = hex && c < 0x80 && std::isxdigit(c);
    aws = aws && c < 0x80 && std::isxdigit(c);
    uuid = uuid && c < 0x80 && (dash ? c == '-' : std::isxdigit(c) != 0);
  }
  return azure || hex || aws || uuid;
}

/// A character of such a form is missing, or one is too many: that is said, and signed only where a person wants it.
bool is_a_character_off(const CodeCheck& check) {
  return check.finding.error && check.finding.error->code == ErrorCode::kCodeLengthOff;
}

/// Azure's form in small letters: a warning, but nobody's name.
bool has_small_letters(const CodeCheck& check) {
  return check.finding.error && check.finding.error->code == ErrorCode::kCodeLetterCase;
}

/// Whether the characters of `part` stand in `whole` in the same order.
bool is_left_of(const std::string& part, const std::string& whole) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < whole.size() && found < part.size(); ++i) found += whole[i] == part[found];
  return found == part.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string pasted(reinterpret_cast<const char*>(data), size);
  const auto program = check_verification_code(pasted, Origin::kProgram);
  const auto person = check_verification_code(pasted, Origin::kPerson);
  const auto given = check_verification_code(pasted, Origin::kGiven);
  for (const auto* each : {&program, &person, &given}) {
    const auto& check = *each;
    if (!is_left_of(check.code, pasted)) __builtin_trap();
    if (check.finding.status == Status::kFail && check.needs_confirmation) __builtin_trap();
    const bool passes = check.finding.status == Status::kPass || has_small_letters(check);
    if ((check.service != Service::kNone) != passes) __builtin_trap();
    const bool asks = check.finding.status == Status::kWarn && !has_small_letters(check);
    if (&check != &program && check.needs_confirmation != asks) __builtin_trap();
  }
  if (program.code != person.code || program.service != person.service) __builtin_trap();
  const bool taken = pasted.find(program.code) == std::string::npos || program.code != given.code;
  if (taken && program.code != "" && program.finding.status != Status::kFail && !is_known_form(program.code) &&
      !is_a_character_off(program))
    __builtin_trap();
  if (pasted.find(given.code) == std::string::npos) __builtin_trap();
  if (given.service != Service::kNone && given.code != program.code) __builtin_trap();
  if (program.needs_confirmation) __builtin_trap();
  if ((program.finding.status == Status::kFail) != (person.finding.status == Status::kFail)) __builtin_trap();
  if (given.finding.status != Status::kFail && !is_known_form(given.code)) __builtin_trap();
  if (program.finding.status == Status::kFail) return 0;
  const auto characters = pem::decode_utf8(program.code);
  if (!characters || characters->empty() || characters->size() > kMaxCodeCharacters) __builtin_trap();
  if (!pem::is_visible_text(program.code)) __builtin_trap();
  const auto again = check_verification_code(program.code, Origin::kGiven);
  if (again.code != program.code) __builtin_trap();
  // In others' lists one that is a character off is refused.
  if (taken ? again.finding.status == Status::kFail && !is_a_character_off(program)
            : again.finding.status != given.finding.status)
    __builtin_trap();
  return 0;
}
