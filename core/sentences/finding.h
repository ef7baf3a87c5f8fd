#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sentences/sentence.h"

namespace popcert {

enum class Status : std::uint8_t { kPass, kWarn, kFail };

/// The input that an error or finding belongs to, so that it can stand beside it.
enum class Field : std::uint8_t {
  kNone,
  kVerificationCode,
  kPrivateKey,
  kCaCertificate,
  kPassword,
  kValidity,
  kSubjectKey,
  kNow
};

/// What a check says that passed. The rows are in sentences.json.
enum class Pass : std::uint8_t {
  kCode,
  kCodeTrimmed,
  kCodeOfService,
  kCodeTaken,
  kKey,
  kKeyInside,
  kKeys,
  kMatch,
  kMatchNoCa,
  kChainRead,
  kChainChosen,
  kCa,
  kUsage,
  kValidity,
  kStrength,
  kAlgorithm,
  kPeriod,
  kPeriodShortened,
};

/// One line of a checklist. `id` is stable (see protocol.ts) and says which check; `text.id` which
/// sentence; `error` is set where an error stands behind it.
struct Finding {
  std::string_view id;
  Status status;
  Field field;
  Sentence text;  // of a pass without category and hint
  Facts facts;
  std::optional<Error> error;
};

/// The id of the check is that of the sentence up to its dot.
Finding passed(Pass pass, Field field, Facts facts = {});
Finding warned(std::string_view id, Field field, const Error& error);
Finding failed(std::string_view id, Field field, const Error& error);
/// facts: in place of what the error carries
Finding failed(std::string_view id, Field field, const Error& error, Facts facts);

/// The first failure of a checklist, or null.
inline const Finding* first_failure(const std::vector<Finding>& findings) {
  for (const auto& finding : findings) {
    if (finding.status == Status::kFail) return &finding;
  }
  return nullptr;
}

}  // namespace popcert
