#pragma once

#include "devpki/refusal.h"
#include "x509/certificate_profile.h"

namespace popcert::devpki {

/// A CA with its key, found fit to sign: only `open_authority` makes one.
class Authority {
 public:
  const x509::Issuer& issuer() const { return issuer_; }
  const crypto::PrivateKey& key() const { return key_; }
  const x509::Certificate& certificate() const { return chain_.front(); }
  /// Its own certificate, and those above it, as far as the files hold them.
  const std::vector<x509::Certificate>& chain() const { return chain_; }

 private:
  friend Outcome<Authority> open_authority(std::optional<Bytes> certificate_file, Bytes key_file,
                                           std::optional<Bytes> password, UnixSeconds now);
  Authority(x509::Issuer issuer, crypto::PrivateKey key, std::vector<x509::Certificate> chain)
      : issuer_(std::move(issuer)), key_(std::move(key)), chain_(std::move(chain)) {}
  x509::Issuer issuer_;
  crypto::PrivateKey key_;
  std::vector<x509::Certificate> chain_;
};

/// certificate_file   the CA's certificate, or its chain; nothing where it is in the key's file
/// password           UTF-8, of the key's file
/// Errors             what reading the files says; kKeyMissing, kCertificateMissing, kKeyOfNoCertificate, and those of
///                    proof/rules.h: not a CA, not for keyCertSign, expired, not yet valid, weak
Outcome<Authority> open_authority(std::optional<Bytes> certificate_file, Bytes key_file, std::optional<Bytes> password,
                                  UnixSeconds now);

}  // namespace popcert::devpki
