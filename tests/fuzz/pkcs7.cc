// The certificates of a .p7b, in BER and DER.

#include "x509/pkcs7.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto certificates = x509::decode_certificates_only(Bytes(data, size));
  if (certificates && certificates->empty()) __builtin_trap();
  return 0;
}
