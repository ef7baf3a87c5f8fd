#include "files/interest.h"

#include "files/foreign.h"
#include "files/part.h"
#include "keys/csp_blob.h"
#include "pem/encoding.h"

namespace popcert::files {

bool is_of_interest(Kind kind) {
  switch (kind) {
    case Kind::kRsaPublicKey:  // an ECDSA signature looks like one
    case Kind::kEcParameters:
    case Kind::kDhParameters:
    case Kind::kCertificateList:
    case Kind::kUnknown: return false;
    default: return true;
  }
}

bool is_object_of_interest(Bytes octets) {
  return is_of_interest(recognise(octets)) || keys::is_csp_blob(octets) || keys::is_pvk(octets) ||
         recognise_foreign(octets).has_value();
}

bool is_promising(Bytes octets) {
  if (octets.size() < kFewestOctets) return false;
  if (is_object_of_interest(octets)) return true;
  const auto text = pem::decode_text(octets);
  // Strings of C end with a NUL.
  return text && (pem::is_text(text->expose()) || contains(text->expose(), "-----BEGIN "));
}

}  // namespace popcert::files
