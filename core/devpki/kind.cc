#include "devpki/kind.h"

#include "der/oid.h"
#include "proof/prepare.h"

namespace popcert::devpki {
namespace {

namespace oid = der::oid;

// RFC 5280 4.2.1.3.
constexpr std::uint16_t kDigitalSignature = 1 << 0, kNonRepudiation = 1 << 1, kKeyEncipherment = 1 << 2,
                        kKeyCertSign = 1 << 5, kCrlSign = 1 << 6;

constexpr std::uint16_t usage(unsigned bits) { return static_cast<std::uint16_t>(bits); }

}  // namespace

bool is_ca(Kind kind) { return kind == Kind::kRoot || kind == Kind::kIntermediate || kind == Kind::kEdgeCa; }

x509::CertificateProfile profile_of(Kind kind, bool rsa, x509::Period validity,
                                    std::optional<std::uint64_t> path_length) {
  if (kind == Kind::kVerification) return proof::verification_profile(validity);
  if (is_ca(kind)) {
    return {.validity = validity,
            .basic_constraints = x509::BasicConstraints{true, path_length},
            .key_usage = usage(kDigitalSignature | kKeyCertSign | kCrlSign)};
  }
  const unsigned encipherment = rsa ? kKeyEncipherment : 0;
  if (kind == Kind::kServer) {
    return {.validity = validity,
            .basic_constraints = x509::BasicConstraints{},
            .key_usage = usage(kDigitalSignature | encipherment),
            .ext_key_usage = {oid::kServerAuth}};
  }
  return {.validity = validity,
          .basic_constraints = x509::BasicConstraints{},
          .key_usage = usage(kDigitalSignature | kNonRepudiation | encipherment),
          .ext_key_usage = {oid::kClientAuth, oid::kEmailProtection}};
}

}  // namespace popcert::devpki
