#pragma once

#include <array>
#include <string_view>

#include "keys/pbes_write.h"

namespace popcert::keys {

/// What a PFX is to hold: one key and its chain.
/// key            PrivateKeyInfo in DER
/// certificates   in DER, the key's own first
/// friendly_name  ASCII, which Windows and Java show
struct PfxInput {
  Bytes key;
  std::span<const Bytes> certificates;
  std::string_view friendly_name;
};

/// Random octets of one PFX, of either kind.
inline constexpr std::size_t kPfxRandomOctets = 2 * kVectorOctets;

/// Writes PFX files (RFC 7292) for one run with its one password, as OpenSSL 3 does: PBES2 around certificates and key,
/// a MAC of HMAC-SHA-256. Derived once, as for `PasswordKey`: the MAC, too, since a cheap one would be what is guessed
/// by.
class PfxWriter {
 public:
  /// .NET 9 refuses what asks for more than 300,000 rounds at once or a million in all; there are three derivations.
  static constexpr std::uint32_t kRounds = 250'000;

  /// password   UTF-8; salt: kSaltOctets
  PfxWriter(Bytes password, Bytes salt, std::uint32_t rounds = kRounds);
  /// random   kPfxRandomOctets, never used before
  Buffer write(const PfxInput& in, Bytes random) const;

 private:
  PasswordKey key_;
  Secret mac_key_;
  Buffer salt_;
  std::uint32_t rounds_;
};

/// The same as Windows before 10 (1709) and Windows Server before 2019 read it, and nothing newer: 3DES, SHA-1, 2,000
/// rounds. Weak; only where it is asked for.
class OldPfxWriter {
 public:
  static constexpr std::uint32_t kRounds = 2000;

  explicit OldPfxWriter(Bytes password);
  Buffer write(const PfxInput& in, Bytes random) const;

 private:
  Secret bmp_password_;
};

}  // namespace popcert::keys
