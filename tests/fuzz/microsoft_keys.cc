// RSAKeyValue, CSP blobs and PVK: what is read is a key whose numbers belong together. And parameters of curves.

#include "crypto/explicit_curve.h"
#include "crypto/rsa.h"
#include "keys/csp_blob.h"
#include "keys/rsa_key_value.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes octets(data, size);
  const auto check = [](const Result<crypto::PrivateKey>& key) {
    if (key && !std::holds_alternative<crypto::RsaPrivateKey>(*key)) __builtin_trap();
  };
  if (keys::is_csp_blob(octets)) check(keys::decode_csp_blob(octets));
  if (keys::is_pvk(octets)) check(keys::decode_pvk(octets));
  for (auto xml = keys::find_rsa_key_value(octets, 0); xml; xml = keys::find_rsa_key_value(octets, xml->end)) {
    if (xml->end <= xml->start || xml->end > size) __builtin_trap();
    check(keys::decode_rsa_key_value(octets.subspan(xml->start, xml->end - xml->start)));
  }
  (void)crypto::curve_of_parameters(der::Reader(octets));
  return 0;
}
