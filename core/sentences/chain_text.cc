#include "sentences/chain_text.h"

namespace popcert {
namespace {

/// "id|category|message|hint", as in error.cc.
std::string_view line_of(ChainText text) {
  switch (text) {
    case ChainText::kVerified: return "chain.verified||This chain rolls up to \"{name}\", which is verified.|";
    case ChainText::kAnchorUnverified:
      return "CHAIN_ANCHOR_UNVERIFIED|invalid-request|"
             "This chain rolls up to \"{name}\", which the service has, but has not verified.|"
             "Verify that certificate on the service; then it lets in devices with this chain.";
    case ChainText::kNoAnchor:
      return "CHAIN_NO_ANCHOR|no-certificate|"
             "The service has none of the certificates of this chain.|"
             "Upload \"{name}\" to the service and verify it, or an intermediate CA of your own below it.";
    case ChainText::kIssuerMissing:
      return "CHAIN_ISSUER_MISSING|no-certificate|"
             "This chain ends at \"{name}\", whose issuer is not here, and the service has none of its certificates.|"
             "Add the missing CA certificates, or upload \"{name}\" to the service and verify it.";
    case ChainText::kLeafAlone:
      return "CHAIN_LEAF_ALONE|no-certificate|"
             "Only the device's own certificate is here, \"{name}\", and no CA's.|"
             "A device sends every certificate up to the verified one: put the CA certificates into the same file.";
    case ChainText::kBroken:
      return "CHAIN_BROKEN|malformed|"
             "\"{name}\" was not signed with the key of the issuer that it names.|"
             "The issuer may have a new key, or be another CA of the same name: find the certificate that really "
             "issued it.";
    case ChainText::kExpired:
      return "CHAIN_EXPIRED|cert-expired|"
             "\"{name}\" expired on {date}.|"
             "Have it issued again.";
    case ChainText::kNotYetValid:
      return "CHAIN_NOT_YET_VALID|cert-not-yet-valid|"
             "\"{name}\" is valid only from {date} on.|"
             "Check this computer's date, or wait until then.";
    case ChainText::kNotACa:
      return "CHAIN_NOT_A_CA|cert-not-ca|"
             "\"{name}\" is no CA certificate, but issued another one.|"
             "Have the certificates issued by a CA (basicConstraints CA:TRUE).";
    case ChainText::kCaUnstated:
      return "CHAIN_CA_UNSTATED|cert-not-ca|"
             "\"{name}\" does not say whether it is a CA (it is of an old kind, without basicConstraints).|"
             "The service may refuse it. If it does, have it issued again with CA:TRUE.";
    case ChainText::kNoKeyCertSign:
      return "CHAIN_NO_KEY_CERT_SIGN|cert-no-keycertsign|"
             "\"{name}\" does not allow its key to sign certificates, but issued one (keyUsage lacks keyCertSign).|"
             "Have the CA's certificate issued again with keyCertSign.";
    case ChainText::kPathTooLong:
      return "CHAIN_PATH_TOO_LONG|invalid-request|"
             "\"{name}\" allows {value} CAs below it, and there are more.|"
             "Have the CA's certificate issued again with a larger path length, or the device's by a CA higher up.";
    case ChainText::kSignatureWeak:
      return "CHAIN_SIGNATURE_WEAK|unsupported-algorithm|"
             "\"{name}\" is signed with an algorithm that is broken (SHA-1 or older), and not accepted.|"
             "Have it issued again with SHA-256.";
    case ChainText::kSignatureUnchecked:
      return "CHAIN_SIGNATURE_UNCHECKED|unsupported-algorithm|"
             "The signature of \"{name}\" is of a kind that popcert cannot verify; only names and dates were compared.|"
             "Check it with: openssl verify -partial_chain -trusted CA CERTIFICATE";
    case ChainText::kIncomplete:
      return "CHAIN_INCOMPLETE|no-certificate|"
             "The device does not send \"{name}\", which lies between its own certificate and the one that the service "
             "has.|"
             "Add it to the certificates that the device sends.";
    case ChainText::kLeafNoName:
      return "CHAIN_LEAF_NO_NAME|invalid-request|"
             "The device's certificate has no common name of up to 64 characters, which the service takes as "
             "registration id.|"
             "Have it issued again with the registration id as common name.";
    case ChainText::kSeveralLeaves:
      return "CHAIN_SEVERAL_LEAVES|ambiguous|"
             "This file holds certificates of {value} devices; this is the chain of \"{name}\".|"
             "Check one device's chain at a time.";
  }
  return "";
}

Status status_of(ChainText text) {
  switch (text) {
    case ChainText::kVerified: return Status::kPass;
    case ChainText::kCaUnstated:
    case ChainText::kSignatureUnchecked:
    case ChainText::kSeveralLeaves: return Status::kWarn;
    default: return Status::kFail;
  }
}

}  // namespace

Finding chain_finding(std::string_view id, ChainText text, Facts facts) {
  return {id, status_of(text), Field::kNone, split_text(line_of(text)), std::move(facts), std::nullopt};
}

}  // namespace popcert
