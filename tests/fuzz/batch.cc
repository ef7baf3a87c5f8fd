// proof::Signing: lines of codes before an empty line, then one file that holds key and certificate. Each certificate that comes
// out names its code, each code that fails has its reason, and none depends on another.

#include <string>

#include "core/proof/batch.h"
#include "crypto/verify.h"
#include "x509/name.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const auto end = all.find("\n\n");
  std::vector<std::string> codes;
  std::string_view lines = all.substr(0, end);
  while (!lines.empty() && codes.size() < 5) {
    const auto line = lines.substr(0, lines.find('\n'));
    codes.emplace_back(line);
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
  }
  Buffer random(codes.size() * popcert::kRandomOctets);
  for (std::size_t i = 0; i < random.size(); ++i) random[i] = static_cast<std::uint8_t>(i * i * 7 + i / 3);
  proof::CreateInput in{};
  if (end != all.npos) in.key_file = as_bytes(all.substr(end + 2));
  in.now = proof::kReleaseTime + 30 * proof::kDaySeconds;
  in.random = random;
  const auto batch = test::create_all(codes, in);
  if (!batch.failure && batch.results.size() != codes.size()) __builtin_trap();
  if (!batch.failure && first_failure(batch.findings) != nullptr) __builtin_trap();
  for (std::size_t i = 0; i < batch.results.size(); ++i) {
    const auto& one = batch.results[i];
    const auto* created = std::get_if<proof::Created>(&one.result);
    if (created == nullptr) {
      if (!batch.failure && first_failure(one.findings) == nullptr) __builtin_trap();
      continue;
    }
    if (batch.failure) __builtin_trap();
    const auto& fields = created->certificate.fields();
    if (fields.issuer != created->ca->subject) __builtin_trap();
    if (fields.subject !=
        x509::encode_common_name(proof::check_verification_code(codes[i], proof::Origin::kProgram).code))
      __builtin_trap();
    if (!crypto::verify(created->ca->key, fields.tbs, fields.signature)) __builtin_trap();
  }
  return 0;
}
