#pragma once

#include <optional>
#include <utility>

#include "base/error.h"

namespace popcert {

/// Either the value or the first error. libc++ 14, which Emscripten 3.1.6 carries, has no std::expected; and
/// std::variant makes a table of functions for every type it holds, which the page would have to carry.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T&& value) : value_(std::move(value)) {}
  Result(const T& value) : value_(value) {}
  Result(const Error& error) : error_(error) {}
  explicit operator bool() const { return value_.has_value(); }
  T& operator*() { return *value_; }
  const T& operator*() const { return *value_; }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }
  /// Only where the result holds no value.
  const Error& error() const { return error_; }

 private:
  std::optional<T> value_;
  Error error_{};
};

}  // namespace popcert
