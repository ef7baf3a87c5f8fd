#include "devpki/wrapping.h"

#include "keys/pkcs8_write.h"
#include "pem/secret_pem.h"

namespace popcert::devpki {
namespace {

constexpr std::size_t kLeastPasswordOctets = 12;

/// One octet again and again, or a run such as 123456789012: what is tried before any list.
bool is_guessed(Bytes password) {
  bool same = true, run = true;
  for (std::size_t i = 1; i < password.size(); ++i) {
    same = same && password[i] == password[0];
    run = run && (password[i] == password[i - 1] + 1 || (password[i] == '0' && password[i - 1] == '9'));
  }
  return same || run;
}

}  // namespace

Outcome<Wrapping> make_wrapping(const WrappingInput& in) {
  if (in.random.size() < kWrappingRandomOctets) return Refusal(Error{ErrorCode::kRandomFailed}, Input::kNone);
  Wrapping out;
  if (!in.password) {
    // A PFX without a password is a key that anybody can read and most programs cannot.
    if (in.pfx != PfxForm::kNone) return Refusal(Reason::kPasswordShort, Input::kPassword);
    return out;
  }
  if (in.password->size() < kLeastPasswordOctets) return Refusal(Reason::kPasswordShort, Input::kPassword);
  if (is_guessed(*in.password)) return Refusal(Reason::kPasswordGuessed, Input::kPassword);
  out.key_.emplace(*in.password, in.random.first(keys::kSaltOctets), keys::kPbkdf2Rounds);
  if (in.pfx == PfxForm::kModern) {
    out.pfx_.emplace(*in.password, in.random.subspan(keys::kSaltOctets, keys::kSaltOctets));
  }
  if (in.pfx == PfxForm::kOld) out.old_pfx_.emplace(*in.password);
  return out;
}

Outcome<Wrapped> Wrapping::wrap(const crypto::PrivateKey& key, std::span<const Bytes> chain,
                                std::string_view friendly_name, Bytes random) const {
  if (random.size() < kWrapRandomOctets) return Refusal(Error{ErrorCode::kRandomFailed}, Input::kNone);
  const auto info = keys::encode_private_key_info(key);
  if (!info) return Refusal(info.error(), Input::kNone);
  Wrapped out;
  if (!key_) {
    out.pem = pem::encode_secret_pem("PRIVATE KEY", info->expose());
  } else {
    out.pem = pem::encode_secret_pem("ENCRYPTED PRIVATE KEY",
                                     keys::encrypt_private_key_info(*info, *key_, random.first(keys::kVectorOctets)));
  }
  const keys::PfxInput pfx{info->expose(), chain, friendly_name};
  const Bytes pfx_random = random.subspan(keys::kVectorOctets);
  if (pfx_) out.pfx = pfx_->write(pfx, pfx_random);
  if (old_pfx_) out.pfx = old_pfx_->write(pfx, pfx_random);
  return out;
}

}  // namespace popcert::devpki
