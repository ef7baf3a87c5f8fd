#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace popcert::issue {

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

/// One line of the pre-flight checklist. `id` is stable (see protocol.ts); `error` is set where the status is no pass.
struct Finding {
  std::string_view id;
  Status status;
  Field field;
  std::string message;
  std::optional<Error> error;
};

inline Finding passed(std::string_view id, Field field, std::string message) {
  return {id, Status::kPass, field, std::move(message), std::nullopt};
}

inline Finding warned(std::string_view id, Field field, const Error& error) {
  return {id, Status::kWarn, field, message_of(error), error};
}

inline Finding failed(std::string_view id, Field field, const Error& error) {
  return {id, Status::kFail, field, message_of(error), error};
}

/// The first failure of a checklist, or null.
inline const Finding* first_failure(const std::vector<Finding>& findings) {
  for (const auto& finding : findings) {
    if (finding.status == Status::kFail) return &finding;
  }
  return nullptr;
}

}  // namespace popcert::issue
