// check_chain: a file with certificates, of which each one is also listed by the service as the octets before it say. Whatever
// it is, the links form a chain, the verdict is about one of them, and what passes was verified link by link.

#include "base/hex.h"
#include "chain/check_chain.h"
#include "crypto/digest.h"
#include "proof/check.h"
#include "x509/key_text.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const unsigned verified = data[0], listed = data[1];
  const Bytes file(data + 2, size - 2);
  const UnixSeconds now = proof::kReleaseTime;

  std::vector<chain::Anchor> anchors;
  const auto contents = files::read_contents(file, std::nullopt);
  if (contents) {
    const auto certificates = contents->certificates();
    for (std::size_t i = 0; i < certificates.size() && i < 8; ++i) {
      if ((listed >> i & 1) == 0) continue;
      anchors.push_back({hex(crypto::digest(crypto::Hash::kSha1, certificates[i]->der)), (verified >> i & 1) != 0});
    }
  }
  // The second half of the file is known besides, so that both ways in are used.
  const std::vector<Bytes> known{file.subspan(file.size() / 2), file};
  const auto chain = chain::check_chain({file, known, anchors, now});
  if (!chain) return 0;
  const auto& links = chain->links;
  if (links.empty() || chain->verdict_link >= links.size()) __builtin_trap();
  const bool passed = chain->verdict.status == Status::kPass;
  if (passed && links[chain->verdict_link].anchor != true) __builtin_trap();
  for (std::size_t i = 0; i < links.size(); ++i) {
    const auto& certificate = chain->certificates.at(links[i].certificate);
    if (i + 1 < links.size() && links[i].issued_by != i + 1) __builtin_trap();
    if (passed && i < chain->verdict_link) {
      const auto& issuer = chain->certificates.at(links[i + 1].certificate);
      if (x509::signature_under(certificate, issuer.key) != x509::Signature::kVerified) __builtin_trap();
      if (now < issuer.not_before || now > issuer.not_after) __builtin_trap();
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (links[j].certificate == links[i].certificate) __builtin_trap();
    }
  }
  return 0;
}
