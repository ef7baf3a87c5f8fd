#include "devpki/refusal.h"

namespace popcert::devpki {
namespace {

/// As `split_sentence` takes it. No default label: -Wswitch turns a reason without a row into an error.
const char* line_of(Reason reason) {
  switch (reason) {
    case Reason::kOfTheCore: break;
    case Reason::kIdEmpty:
      return "DEVICE_ID_EMPTY|invalid-request|Line {count} has no device id.|Give each device an id, or remove the "
             "line.";
    case Reason::kIdTooLong:
      return "DEVICE_ID_TOO_LONG|invalid-request|The id in line {count} has {value} characters, and a common name "
             "holds 64 at "
             "most.|Shorten it.";
    case Reason::kIdCharacter:
      return "DEVICE_ID_CHARACTER|invalid-request|The id in line {count} contains {name}, which no registration id may "
             "have.|"
             "Use letters from A to Z, digits, and - . _ : only.";
    case Reason::kIdEnd:
      return "DEVICE_ID_END|invalid-request|The id \"{name}\" in line {count} ends in a character that is not allowed "
             "at the end.|"
             "Let it end in a letter, a digit or a hyphen.";
    case Reason::kIdTwice:
      return "DEVICE_ID_TWICE|invalid-request|The id \"{name}\" stands in line {value} and again in line {count}; "
             "upper and lower "
             "case count as the same.|Remove one of them, or name it otherwise.";
    case Reason::kTooManyIds:
      return "TOO_MANY_DEVICES|limit|These are {value} devices, and one run makes 100000 at most.|Make them in several "
             "runs.";
    case Reason::kNoIds: return "DEVICE_IDS_MISSING|empty-input|There is no device id.|Type one, such as sensor-0001.";
    case Reason::kFieldTooLong:
      return "SUBJECT_FIELD_TOO_LONG|invalid-request|The {name} is longer than {value} characters.|Shorten it.";
    case Reason::kFieldCharacter:
      return "SUBJECT_FIELD_CHARACTER|invalid-request|The {name} contains a character that cannot be seen or is no "
             "text.|"
             "Type it anew.";
    case Reason::kCommonNameEmpty:
      return "COMMON_NAME_EMPTY|empty-input|There is no common name.|Give the certificate a name.";
    case Reason::kCountry:
      return "COUNTRY_NOT_TWO_LETTERS|invalid-request|The country is not a code of two capital letters.|"
             "Use the code of ISO 3166, such as DE, or leave it empty.";
    case Reason::kServerName:
      return "SERVER_NAME_UNUSABLE|invalid-request|\"{name}\" is neither a DNS name nor an IP address.|"
             "Name it as clients will: gateway.local or 192.168.1.10, without scheme, port and path.";
    case Reason::kServerNameMissing:
      return "SERVER_NAME_MISSING|empty-input|A server's certificate needs the name by which clients reach it.|"
             "Type its DNS name or IP address.";
    case Reason::kValidity:
      return "VALIDITY_UNUSABLE|invalid-request|The certificate would end before it begins, or beyond the calendar.|"
             "Choose a number of days from 1 to 36500.";
    case Reason::kIssuerEndsFirst:
      return "ISSUER_ENDS_FIRST|cert-expired|The CA is not valid at any time of the wanted period: it ends on {date}.|"
             "Renew the CA first.";
    case Reason::kIssuerMissing:
      return "ISSUER_MISSING|empty-input|There is no CA that could sign this certificate.|Make a root CA, or load one "
             "with its key.";
    case Reason::kIssuerPathLength:
      return "ISSUER_PATH_LENGTH|cert-not-ca|The path length of this CA allows it no further CA below.|"
             "Use the CA above it, or make one without a path length.";
    case Reason::kIssuerOther:
      return "RENEWAL_OTHER_ISSUER|key-cert-mismatch|The certificate was issued by another CA than the one that is "
             "loaded.|"
             "Load the CA that is named as its issuer.";
    case Reason::kRenewalKeyOther:
      return "RENEWAL_OTHER_KEY|key-cert-mismatch|This key is not the key of the certificate that is to be renewed.|"
             "Choose the key made with it, or have a new key made.";
    case Reason::kPasswordShort:
      return "PASSWORD_SHORT|invalid-request|The password has fewer than 12 characters.|Have one generated, or type a "
             "longer one.";
    case Reason::kPasswordGuessed:
      return "PASSWORD_GUESSED|invalid-request|This password is among the first that anybody tries.|Have one "
             "generated.";
  }
  return "INTERNAL|internal|This error has no name yet.|Please report the steps that led here.";
}

}  // namespace

Sentence sentence_of(const Refusal& refusal) {
  return refusal.reason == Reason::kOfTheCore ? popcert::sentence_of(refusal.error.code)
                                              : split_sentence(line_of(refusal.reason));
}

Facts facts_of(const Refusal& refusal) { return refusal.facts; }

}  // namespace popcert::devpki
