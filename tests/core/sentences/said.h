#pragma once

#include "sentences/sentence.h"

namespace popcert::test {

/// What is said of an error, with its value and name filled in, as wasm/values.cc does it.
inline std::string message_of(const Error& error) { return filled(sentence_of(error.code).message, facts_of(error)); }
inline std::string hint_of(const Error& error) { return filled(sentence_of(error.code).hint, facts_of(error)); }

}  // namespace popcert::test
