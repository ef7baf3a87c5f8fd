// A certificate that is accepted has names that can be shown, and a key whose canonical form is read back as the same key.

#include "x509/certificate.h"

#include "x509/name.h"
#include "x509/public_key_info.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto certificate = x509::decode_certificate(Bytes(data, size));
  if (!certificate) return 0;
  for (const Bytes name : {Bytes(certificate->subject), Bytes(certificate->issuer)}) {
    if (!x509::is_name(name)) __builtin_trap();
    for (const char c : x509::name_text(name) + x509::short_name_text(name)) {
      if (static_cast<unsigned char>(c) < 0x20) __builtin_trap();  // nothing unseen gets through
    }
  }
  const auto again = x509::decode_public_key_info(x509::encode_public_key_info(certificate->key));
  if (!again || !(*again == certificate->key)) __builtin_trap();
  return 0;
}
