#include "chain/search.h"

#include <algorithm>

#include "base/hex.h"
#include "chain/describe.h"
#include "chain/issuer.h"
#include "crypto/digest.h"
#include "proof/rules.h"
#include "x509/canonical_name.h"

namespace popcert::chain {
namespace {

using x509::Certificate;
using x509::Signature;

/// Certificates from the leaf up, by their places among all.
using Path = std::vector<std::size_t>;

struct KnownSignature {
  std::size_t certificate, issuer;
  Signature signature;
};

/// Searches the ways up.
class Search {
 public:
  Search(const ChainInput& in, ChainCheck& out)
      : now_(in.now), out_(out), describer_(out.certificates, out.from_file, in.now) {
    for (const auto& certificate : out.certificates) {
      subjects_.push_back(x509::canonical_name(certificate.subject));
      issuers_.push_back(x509::canonical_name(certificate.issuer));
      const auto sha1 = hex(crypto::digest(crypto::Hash::kSha1, certificate.der));
      std::optional<bool> listed;
      for (const auto& anchor : in.anchors) {
        if (anchor.sha1 == sha1) listed = listed.value_or(false) || anchor.verified;
      }
      anchors_.push_back(listed);
    }
    find_duplicates();
  }

  std::optional<Error> run() {
    Path path{choose_leaf()};
    climb(path);
    if (tangled_) return Error{ErrorCode::kChainTooTangled};
    for (std::size_t i = 0; i < out_.from_file; ++i) {
      const bool used = std::any_of(best_.links.begin(), best_.links.end(),
                                    [&](const ChainLink& link) { return link.certificate == i; });
      if (!used) out_.unused.push_back({i, is_duplicate(i)});
    }
    out_.links = std::move(best_.links);
    out_.verdict = std::move(best_.verdict);
    out_.verdict_link = best_.link;
    if (is_something_unread()) doubt_verdict();
    return std::nullopt;
  }

 private:
  const Certificate& at(std::size_t place) const { return out_.certificates[place]; }

  void find_duplicates() {
    std::vector<std::size_t> places(out_.certificates.size());
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
    std::stable_sort(places.begin(), places.end(), [&](auto a, auto b) { return at(a).der < at(b).der; });
    duplicates_.resize(places.size());
    for (std::size_t i = 1; i < places.size(); ++i) duplicates_[places[i]] = at(places[i]).der == at(places[i - 1]).der;
  }

  /// Of one that stands before it.
  bool is_duplicate(std::size_t place) const { return duplicates_[place]; }

  bool is_something_unread() const {
    return std::any_of(out_.others.begin(), out_.others.end(), [](const files::Item& item) {
      const auto* other = std::get_if<files::Other>(&item);
      return other != nullptr && other->kind == files::OtherKind::kDefective;
    });
  }

  /// What could not be read may be the device's own certificate, or the CA's that is missing.
  void doubt_verdict() {
    const auto& said = out_.verdict;
    const bool of_what_is_missing = said.text.id == "CHAIN_LEAF_IS_CA" || said.text.id == "CHAIN_LEAF_ALONE" ||
                                    said.text.id == "CHAIN_ISSUER_MISSING";
    if (said.status == Status::kFail && !of_what_is_missing) return;
    const auto status = said.status == Status::kFail ? Status::kFail : Status::kWarn;
    out_.verdict = describer_.about("chain", ChainText::kUnread, out_.links[out_.verdict_link].certificate);
    out_.verdict.status = status;
  }

  bool has_issued(std::size_t place) const {
    for (std::size_t i = 0; i < out_.from_file; ++i) {
      if (issuers_[i] == subjects_[place] && at(i).der != at(place).der) return true;
    }
    return false;
  }

  /// The certificate that the chain starts from: one that issued no other of the file, for what issued one is no
  /// device's, whatever it says; among equals a device's before a CA's, and then the first.
  std::size_t choose_leaf() {
    std::size_t best = 0, devices = 0;
    int most = -1;
    for (std::size_t i = 0; i < out_.from_file; ++i) {
      if (is_duplicate(i)) continue;
      const bool device = is_device(at(i)), end = !has_issued(i);
      const int points = 2 * end + device;
      devices += device && end;
      if (points > most) {
        best = i;
        most = points;
      }
    }
    if (devices > 1) {
      out_.findings.push_back(
          describer_.about("file", ChainText::kSeveralLeaves, best, static_cast<std::int64_t>(devices)));
    }
    return best;
  }

  Signature signature(std::size_t certificate, std::size_t issuer) {
    for (const auto& known : signatures_) {
      if (known.certificate == certificate && known.issuer == issuer) return known.signature;
    }
    tangled_ = tangled_ || signatures_.size() == kMaxChainSignatures;
    if (tangled_) return Signature::kUnchecked;
    const auto result = x509::signature_under(at(certificate), at(issuer).key);
    signatures_.push_back({certificate, issuer, result});
    return result;
  }

  /// Higher is tried first.
  int promise(std::size_t certificate, std::size_t issuer) {
    return (signature(certificate, issuer) != Signature::kWrong) * 64 +
           static_cast<int>(names_as_issuer(at(certificate), at(issuer))) * 16 + anchors_[issuer].value_or(false) * 8 +
           anchors_[issuer].has_value() * 4 + (proof::judge_validity(at(issuer), now_).status == Status::kPass) * 2 +
           (issuer < out_.from_file);
  }

  /// Follows each way up from the path's last certificate, the most promising first, until one is good.
  void climb(Path& path) {
    tangled_ = tangled_ || path.size() > kMaxChainCertificates;
    if (++steps_ > kMaxChainSteps || tangled_) return;
    const std::size_t last = path.back(), top = path.size() - 1;
    const bool self_issued = subjects_[last] == issuers_[last];
    if (self_issued && signature(last, last) != Signature::kWrong) return end(path, top);

    Path issuers;
    std::optional<std::size_t> loop;
    for (std::size_t i = 0; i < out_.certificates.size(); ++i) {
      if (subjects_[i] != issuers_[last] || at(i).der == at(last).der || is_duplicate(i)) continue;
      const auto seen = std::find(path.begin(), path.end(), i);
      if (seen == path.end()) {
        issuers.push_back(i);
      } else {
        loop = static_cast<std::size_t>(seen - path.begin());
      }
    }
    bool found = false;
    while (!issuers.empty() && !tangled_ && best_rank_ < kBestRank) {
      auto next = issuers.begin();
      for (auto other = next; other != issuers.end(); ++other) {
        if (promise(last, *other) > promise(last, *next)) next = other;
      }
      const std::size_t issuer = *next;
      issuers.erase(next);
      // One that did not issue it is followed only if no other did, and nothing says that this is another of the name.
      const bool wrong = signature(last, issuer) == Signature::kWrong;
      if (wrong && (found || names_as_issuer(at(last), at(issuer)) == Named::kOther)) continue;
      found = true;
      path.push_back(issuer);
      climb(path);
      path.pop_back();
    }
    if (found) return;
    if (self_issued && !loop && names_as_issuer(at(last), at(last)) != Named::kOther) loop = top;
    end(path, loop);
  }

  /// issued_by: what stands above the last, if it is in the path.
  void end(const Path& path, std::optional<std::size_t> issued_by) {
    Answer answer;
    std::size_t cas_below = 0;
    std::optional<std::size_t> verified, listed;
    for (std::size_t i = 0; i < path.size(); ++i) {
      ChainLink link{};
      link.certificate = path[i];
      link.anchor = anchors_[path[i]];
      if (link.anchor && !listed) listed = i;
      if (link.anchor.value_or(false) && !verified) verified = i;
      link.issued_by = i + 1 < path.size() ? std::optional(i + 1) : issued_by;
      describer_.validity(link);
      if (i == 0) {
        describer_.leaf(link);
      } else {
        describer_.issuing(link, cas_below);
        cas_below += subjects_[path[i]] != issuers_[path[i]];
      }
      if (link.issued_by) {
        describer_.signature(link, signature(path[i], path[*link.issued_by]), path[*link.issued_by]);
      }
      describer_.contents(link);
      answer.links.push_back(std::move(link));
    }
    const auto anchor = verified ? verified : listed;
    for (std::size_t i = 1; anchor && i < *anchor; ++i) describer_.sending(answer.links[i]);
    describer_.self_issued(answer);
    describer_.names(answer, anchor.value_or(path.size() - 1));
    describer_.conclude(answer, anchor);
    if (answer.rank() <= best_rank_) return;
    best_rank_ = answer.rank();
    best_ = std::move(answer);
  }

  UnixSeconds now_;
  ChainCheck& out_;
  Describer describer_;
  std::vector<Buffer> subjects_, issuers_;  // of each certificate, in canonical form
  std::vector<std::optional<bool>> anchors_;
  std::vector<bool> duplicates_;
  std::vector<KnownSignature> signatures_;
  std::size_t steps_ = 0;
  bool tangled_ = false;
  Answer best_;
  int best_rank_ = 0;
};

}  // namespace

std::optional<Error> search(const ChainInput& in, ChainCheck& out) { return Search(in, out).run(); }

}  // namespace popcert::chain
