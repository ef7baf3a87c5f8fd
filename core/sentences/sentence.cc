#include "sentences/sentence.h"

#include <algorithm>

namespace popcert {
namespace {

// In one piece, and looked for: a table of addresses would be long and could not be compressed.
// clang-format off
#define POPCERT_ERROR(name, rank, line) ErrorCode::name,
#ifdef POPCERT_SIGNER  // the module of the signer's page does not carry what it never says
#define POPCERT_ERROR_BEYOND_SIGNER(name, rank, line)
#endif
constexpr ErrorCode kCodes[] = {
#include "sentences.inc"
};
#define POPCERT_ERROR(name, rank, line) line "\n"
#ifdef POPCERT_SIGNER
#define POPCERT_ERROR_BEYOND_SIGNER(name, rank, line)
#endif
constexpr std::string_view kLines =
#include "sentences.inc"
    "INTERNAL|internal|This error has no name yet.|Please report the steps that led here.\n";
// clang-format on

/// As `split_sentence` takes it.
std::string_view line_of(ErrorCode code) {
  auto lines = kLines;
  for (const auto* each = std::begin(kCodes); each != std::end(kCodes) && *each != code; ++each)
    lines.remove_prefix(lines.find('\n') + 1);
  return lines.substr(0, lines.find('\n'));
}

}  // namespace

/// No default label: -Wswitch turns a code without a row into an error.
int rank_of(ErrorCode code) {
  switch (code) {
// clang-format off
#define POPCERT_ERROR(name, rank, line) case ErrorCode::name: return rank;
#include "sentences.inc"
    // clang-format on
  }
  return kRankDefect;
}

Sentence split_sentence(std::string_view line) {
  std::string_view parts[4];
  for (auto& part : parts) {
    part = line.substr(0, line.find('|'));
    line.remove_prefix(std::min(part.size() + 1, line.size()));
  }
  return {parts[0], parts[1], parts[2], parts[3]};
}

Sentence sentence_of(ErrorCode code) { return split_sentence(line_of(code)); }

Facts facts_of(const Error& error) { return {error.value, 0, std::string(error.name), {}}; }

}  // namespace popcert
