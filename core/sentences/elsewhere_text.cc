#include "sentences/elsewhere_text.h"

namespace popcert {
namespace {

struct Row {
  Status status;
  std::string_view line;
};

Row row_of(ElsewhereText text) {
  constexpr auto pass = Status::kPass, warn = Status::kWarn, fail = Status::kFail;
  switch (text) {
// clang-format off
#define POPCERT_ELSEWHERE(name, severity, line) case ElsewhereText::name: return {severity, line};
#include "sentences.inc"
    // clang-format on
  }
  return {fail, ""};
}

}  // namespace

Finding elsewhere_finding(std::string_view id, Field field, ElsewhereText text, Facts facts) {
  const auto row = row_of(text);
  return {id, row.status, field, split_sentence(row.line), std::move(facts), std::nullopt};
}

}  // namespace popcert
