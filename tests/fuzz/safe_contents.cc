// The bags of a PFX, as they lie behind its password: SafeContents in DER, with the password of the corpus for keys that are
// encrypted once more. However they are nested, there are no more than a file may have, and each is a whole element.

#include "der/reader.h"
#include "files/found_key.h"
#include "keys/password.h"
#include "keys/pkcs12_bags.h"

using namespace popcert;

namespace {

bool is_one_sequence(Bytes octets) {
  der::Reader file(octets);
  return file.read(der::Tag::kSequence) && file.empty();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes password = as_bytes("correct horse");
  const auto forms = keys::bmp_passwords(password);
  keys::KdfBudget budget(1000);  // a mutated count of rounds only costs time
  keys::PfxContents contents;
  const auto error = keys::read_safe_contents(Bytes(data, size), password, forms.front().expose(), budget, contents);
  if (contents.private_keys.size() + contents.certificates.size() + contents.skipped > kMaxPfxBags) __builtin_trap();
  for (const auto& certificate : contents.certificates) {
    if (!is_one_sequence(certificate)) __builtin_trap();
  }
  for (const auto& key : contents.private_keys) {
    if (!is_one_sequence(key.expose())) __builtin_trap();
    // Each that is decoded takes a multiplication on its curve.
    if (key.size() < 160) (void)files::decode_private_key(key.expose());
  }
  if (error && error->offset > size) __builtin_trap();
  return 0;
}
