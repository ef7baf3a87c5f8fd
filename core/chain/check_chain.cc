#include "chain/check_chain.h"

#include "base/limits.h"
#include "chain/search.h"
#include "der/time.h"

namespace popcert::chain {
namespace {

Error too_many(std::size_t count) { return {ErrorCode::kChainTooLong, 0, static_cast<std::int64_t>(count)}; }

}  // namespace

Result<ChainCheck> check_chain(const ChainInput& in) {
  if (in.now < der::kEarliestTime || in.now > der::kLatestTime) return Error{ErrorCode::kTimeUnusable};
  auto contents = files::read_contents(in.file, std::nullopt);
  if (!contents) return contents.error();
  if (contents->certificates().empty()) return files::error_without_certificate(*contents);
  ChainCheck out{};
  for (auto& item : contents->items) {
    if (auto* certificate = std::get_if<x509::Certificate>(&item)) {
      out.certificates.push_back(std::move(*certificate));
    } else {
      out.others.push_back(std::move(item));
    }
  }
  out.from_file = out.certificates.size();
  if (out.from_file > kMaxChainCertificates) return too_many(out.from_file);
  auto budget = files::ReadBudget::of(false);
  budget.certificates = kMaxKnownCertificates;
  for (std::size_t i = 0; i < in.known.size(); ++i) {
    const auto known = files::read_contents(in.known[i], std::nullopt, budget);
    if (!known && known.error().code == ErrorCode::kTooManyItems)
      return too_many(out.from_file + kMaxKnownCertificates);
    if (!known) continue;
    for (const auto* certificate : known->certificates()) {
      out.certificates.push_back(*certificate);
      out.known_places.push_back(i);
    }
  }
  if (const auto error = search(in, out)) return *error;
  return out;
}

}  // namespace popcert::chain
