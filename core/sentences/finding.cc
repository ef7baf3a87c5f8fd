#include "sentences/finding.h"

namespace popcert {
namespace {

/// "id||message", as `split_text` takes it: a pass has neither category nor hint.
std::string_view line_of(Pass pass) {
  switch (pass) {
    case Pass::kCode: return "code.pass||This looks like an {name} code ({value} characters).";
    case Pass::kCodeTrimmed:
      return "code.trimmed||This looks like an {name} code ({value} characters). White space around it was removed.";
    case Pass::kKey: return "key.pass||The private key was read: {name}.";
    case Pass::kKeys: return "key.several||{value} private keys were read.";
    case Pass::kMatch: return "match.pass||The private key belongs to the CA certificate.";
    case Pass::kChainRead:
      return "chain.read||{count} certificates were read; the one that fits the key will be chosen.";
    case Pass::kChainChosen:
      return "chain.chosen||Of the {count} certificates the one that fits the key was chosen: number {value}, {name}.";
    case Pass::kCa: return "ca.pass||The certificate is a CA certificate.";
    case Pass::kUsage: return "usage.pass||The CA may sign certificates.";
    case Pass::kValidity: return "validity.pass||The CA certificate is valid until {date}.";
    case Pass::kStrength: return "strength.pass||The CA's key is strong enough: {name}.";
    case Pass::kAlgorithm: return "algorithm.pass||The service accepts {name}.";
    case Pass::kPeriod: return "period.pass||The verification certificate will be valid from {from} to {date}.";
    case Pass::kPeriodShortened:
      return "period.shortened||The verification certificate will be valid from {from} to {date}: shortened to the "
             "CA's "
             "own validity.";
  }
  return "";
}

Finding with_error(std::string_view id, Status status, Field field, const Error& error) {
  return {id, status, field, text_of(error.code), facts_of(error), error};
}

}  // namespace

Finding passed(Pass pass, Field field, Facts facts) {
  const auto line = line_of(pass);
  return {line.substr(0, line.find('.')), Status::kPass, field, split_text(line), std::move(facts), std::nullopt};
}

Finding warned(std::string_view id, Field field, const Error& error) {
  return with_error(id, Status::kWarn, field, error);
}

Finding failed(std::string_view id, Field field, const Error& error) {
  return with_error(id, Status::kFail, field, error);
}

}  // namespace popcert
