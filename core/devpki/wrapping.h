#pragma once

#include "devpki/refusal.h"
#include "keys/pkcs12_write.h"
#include "x509/certificate.h"

namespace popcert::devpki {

/// The form in which a PFX is wanted.
enum class PfxForm : std::uint8_t { kNone, kModern, kOld };

/// How keys leave: one for a run.
struct WrappingInput {
  std::optional<Bytes> password;  // UTF-8; nothing: keys leave as they are, which has to be asked for
  PfxForm pfx = PfxForm::kNone;
  Bytes random;  // kWrappingRandomOctets
};

inline constexpr std::size_t kWrappingRandomOctets = 2 * keys::kSaltOctets;
/// For one key: the vector of its encryption, then what its PFX takes.
inline constexpr std::size_t kWrapRandomOctets = keys::kVectorOctets + keys::kPfxRandomOctets;

/// A key as files. Both are public where a password protects them.
struct Wrapped {
  Secret pem;  // ENCRYPTED PRIVATE KEY, or PRIVATE KEY
  std::optional<Buffer> pfx;
};

/// Encrypts keys with one password, for which all derivations are done once, when it is made.
class Wrapping {
 public:
  Wrapping() = default;

  /// chain   in DER, the key's own certificate first
  Outcome<Wrapped> wrap(const crypto::PrivateKey& key, std::span<const Bytes> chain, std::string_view friendly_name,
                        Bytes random) const;

 private:
  friend Outcome<Wrapping> make_wrapping(const WrappingInput& in);
  std::optional<keys::PasswordKey> key_;
  std::optional<keys::PfxWriter> pfx_;
  std::optional<keys::OldPfxWriter> old_pfx_;
};

/// Reasons   kPasswordShort, kPasswordGuessed
Outcome<Wrapping> make_wrapping(const WrappingInput& in);

}  // namespace popcert::devpki
