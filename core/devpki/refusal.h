#pragma once

#include <string>
#include <variant>

#include "sentences/finding.h"

// What development certificates can fail of besides what the core knows. The sentences are not in sentences.json: the
// signer, which carries that, makes none of these certificates.
namespace popcert::devpki {

/// Numbers are API: add, never renumber or reuse.
enum class Reason : std::uint16_t {
  kOfTheCore = 0,  // `Refusal::error` says which

  // Ids of devices.
  kIdEmpty = 501,
  kIdTooLong = 502,
  kIdCharacter = 503,
  kIdEnd = 504,
  kIdTwice = 505,
  kTooManyIds = 506,
  kNoIds = 507,

  // What stands in a certificate.
  kFieldTooLong = 511,
  kFieldCharacter = 512,
  kCommonNameEmpty = 513,
  kCountry = 514,
  kServerName = 515,
  kServerNameMissing = 516,
  kValidity = 517,
  kIssuerEndsFirst = 518,

  // Who signs.
  kIssuerMissing = 521,
  kIssuerPathLength = 522,
  kIssuerOther = 523,
  kRenewalKeyOther = 524,

  // How keys leave.
  kPasswordShort = 531,
  kPasswordGuessed = 532,
};

/// The input that a refusal belongs to.
enum class Input : std::uint8_t {
  kNone,
  kIds,
  kSubject,
  kNames,
  kValidity,
  kIssuer,
  kIssuerPassword,
  kPassword,
  kCertificate
};

/// Why nothing is made. Facts never hold octets of a key or password.
struct Refusal {
  Refusal(Reason why, Input where, Facts given = {}) : reason(why), input(where), facts(std::move(given)) {}
  Refusal(const Error& of_the_core, Input where)
      : reason(Reason::kOfTheCore), input(where), facts(popcert::facts_of(of_the_core)), error(of_the_core) {}

  Reason reason;
  Input input;
  Facts facts{};
  Error error{ErrorCode::kRandomFailed};
};

Sentence sentence_of(const Refusal& refusal);
Facts facts_of(const Refusal& refusal);

/// Either what was wanted or why not.
template <class T>
using Outcome = std::variant<T, Refusal>;

}  // namespace popcert::devpki
