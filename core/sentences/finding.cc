#include "sentences/finding.h"

namespace popcert {
namespace {

std::string_view line_of(Pass pass) {
  switch (pass) {
// clang-format off
#define POPCERT_PASS(name, severity, line) case Pass::name: return line;
#include "sentences.inc"
    // clang-format on
  }
  return "";
}

Finding with_error(std::string_view id, Status status, Field field, const Error& error) {
  return {id, status, field, sentence_of(error.code), facts_of(error), error};
}

}  // namespace

Finding passed(Pass pass, Field field, Facts facts) {
  const auto line = line_of(pass);
  return {line.substr(0, line.find('.')), Status::kPass, field, split_sentence(line), std::move(facts), std::nullopt};
}

Finding warned(std::string_view id, Field field, const Error& error) {
  return with_error(id, Status::kWarn, field, error);
}

Finding failed(std::string_view id, Field field, const Error& error) {
  return with_error(id, Status::kFail, field, error);
}

Finding failed(std::string_view id, Field field, const Error& error, Facts facts) {
  return {id, Status::kFail, field, sentence_of(error.code), std::move(facts), error};
}

}  // namespace popcert
