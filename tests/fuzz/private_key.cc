// A private key that is accepted signs, and the signature holds under the public half that was read with it. EC keys are those of
// P-256 and RSA keys short ones, which take a tenth of the time of others and go through the same lines.

#include "files/found_key.h"

#include <algorithm>
#include <array>

#include "crypto/sign.h"
#include "crypto/verify.h"
#include "fuzz/sample.h"

using namespace popcert;

namespace {

/// RSA-1024 as PKCS #8 has 635 octets.
constexpr std::size_t kMostOctets = 700;

bool names_another_curve(Bytes file) {
  constexpr std::array<std::uint8_t, 4> kCurves{0x2b, 0x81, 0x04, 0x00};  // SEC 2: P-384, P-521 and others
  return std::search(file.begin(), file.end(), kCurves.begin(), kCurves.end()) != file.end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes file(data, size);
  if (size > kMostOctets || names_another_curve(file)) return 0;
  const auto key = files::decode_private_key(file);
  if (!key || !is_sampled(data, size, 16)) return 0;
  // The factors of an RSA key need not be prime, and then the signature may not hold; that is what x509::assemble finds out.
  const auto signature = crypto::sign(key->key, as_bytes("message"));
  const bool holds = crypto::verify(crypto::public_key_of(key->key), as_bytes("message"), signature.expose());
  if (std::holds_alternative<crypto::EcPrivateKey>(key->key) && !holds) __builtin_trap();
  return 0;
}
