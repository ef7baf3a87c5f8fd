#pragma once

#include <string_view>

/// What the core says in place of {name} in words of its own, which people read in their language; names, such as
/// "Ed25519", are the same in all. The rows are in sentences.json, each with the sentences that it stands in.
namespace popcert::phrase {

#define POPCERT_PHRASE(name, text) inline constexpr std::string_view name = text;
#include "sentences.inc"

}  // namespace popcert::phrase
