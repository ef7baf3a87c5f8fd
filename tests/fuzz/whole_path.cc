// inspect -> create: one file that is everything at once, key and certificate, as a person may choose it. A certificate that
// comes out names the code and is signed by the CA that was in the file. Keys are those of P-256, which sign fast, and one file in
// sixteen goes all the way.

#include <string>

#include "crypto/verify.h"
#include "files/contents.h"
#include "fuzz/sample.h"
#include "proof/create.h"
#include "x509/name.h"

using namespace popcert;

namespace {

constexpr std::size_t kMostOctets = 4096;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes file(data, size);
  if (size > kMostOctets) return 0;
  (void)files::read_contents(file, std::nullopt);
  if (!is_sampled(data, size, 16)) return 0;

  Buffer random(popcert::kRandomOctets);
  for (std::size_t i = 0; i < random.size(); ++i) random[i] = static_cast<std::uint8_t>(i * 7 + 1);
  // The last octets stand in for the code, so that it is fuzzed too.
  const std::size_t code_size = std::min<std::size_t>(size, 8);
  const std::string code(reinterpret_cast<const char*>(data) + (size - code_size), code_size);
  proof::CreateInput in{};
  in.key_file = file;
  in.now = proof::kReleaseTime + 30 * proof::kDaySeconds;
  in.random = random;
  const auto outcome = proof::create(code, in);
  const auto* created = std::get_if<proof::Created>(&outcome.result);
  if (created == nullptr) return 0;
  const auto& fields = created->certificate.fields();
  if (fields.issuer != created->ca->subject) __builtin_trap();
  if (fields.subject != x509::encode_common_name(created->verification_code)) __builtin_trap();
  if (!crypto::verify(created->ca->key, fields.tbs, fields.signature)) __builtin_trap();
  if (first_failure(outcome.findings) != nullptr) __builtin_trap();
  return 0;
}
