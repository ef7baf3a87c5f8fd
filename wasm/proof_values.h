#pragma once

#include "proof/create.h"
#include "values.h"

// Values of the use cases that make or take a proof.
namespace popcert::wasm {

/// load.ts lets three words through.
proof::Origin take_origin(const val& word);
std::string take_text(const val& text);
proof::Service take_service(const val& id);
bool take_flag(const val& flag);
/// The subject key of an input. octets: keeps what a given one is
void take_subject_key(const val& subject_key, Secret& octets, proof::SubjectKey& kind);

val created_of(const proof::Created& created);
val outcome_of(const proof::Outcome& outcome);

}  // namespace popcert::wasm
