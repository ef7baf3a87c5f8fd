#pragma once

#include "base/error.h"
#include "sentences/filled.h"

// What is said of each outcome. The one table is sentences.json: errors by their enumerator, then passes, then what is
// said of a device's chain, and of keys that are elsewhere. Ids are API: add, never rename or reuse. No text holds '|'.
namespace popcert {

/// What a person and a program are told. category is one of the coarse classes that embedding programs branch on, and
/// empty for a pass. In `message` and `hint` the words {value}, {name}, {date}, {count}, {from}, {where} and {other}
/// stand for facts.
struct Sentence {
  std::string_view id, category, message, hint;
};

/// "id|category|message|hint": how tables of sentences hold an entry, since four strings each are long code.
Sentence split_sentence(std::string_view line);

Sentence sentence_of(ErrorCode code);

/// How much an error says about what the user chose, when several objects of a file have one: from 0, a line that is
/// not known, to 6, a password that is wanted.
int rank_of(ErrorCode code);
/// An object of another kind than is wanted.
inline constexpr int kRankOtherObject = 2;
/// From here on something is damaged or encrypted.
inline constexpr int kRankDefect = 4;

/// What the error carries, for the words in its sentences.
Facts facts_of(const Error& error);

}  // namespace popcert
