#include "sentences/chain_text.h"

namespace popcert {
namespace {

std::string_view line_of(ChainText text) {
  switch (text) {
// clang-format off
#define POPCERT_CHAIN(name, severity, line) case ChainText::name: return line;
#include "sentences.inc"
    // clang-format on
  }
  return "";
}

Status status_of(ChainText text) {
  constexpr auto pass = Status::kPass, warn = Status::kWarn, fail = Status::kFail;
  switch (text) {
// clang-format off
#define POPCERT_CHAIN(name, severity, line) case ChainText::name: return severity;
#include "sentences.inc"
    // clang-format on
  }
  return fail;
}

}  // namespace

Finding chain_finding(std::string_view id, ChainText text, Facts facts) {
  return {id, status_of(text), Field::kNone, split_sentence(line_of(text)), std::move(facts), std::nullopt};
}

}  // namespace popcert
