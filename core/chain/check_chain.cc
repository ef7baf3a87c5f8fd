#include "chain/check_chain.h"

#include "base/limits.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/digest.h"
#include "der/time.h"
#include "pem/characters.h"
#include "proof/rules.h"
#include "sentences/chain_text.h"
#include "x509/name.h"

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

bool is_device(const Certificate& certificate) { return proof::judge_ca(certificate).status == Status::kFail; }

/// Whether the certificate says by its authorityKeyIdentifier that this is its issuer: 2 yes, 1 it does not say, 0 no.
int key_identifiers(const Certificate& certificate, const Certificate& issuer) {
  const auto& wanted = certificate.extensions.authority_key_identifier;
  const auto& given = issuer.extensions.subject_key_identifier;
  return !wanted || !given ? 1 : *wanted == *given ? 2 : 0;
}

/// The service takes the common name as registration id: up to 64 characters.
bool has_registration_id(const Certificate& certificate) {
  const auto name = pem::decode_utf8(x509::common_name_text(certificate.subject));
  return name && !name->empty() && name->size() <= kMaxCodeCharacters;
}

constexpr int kBestRank = 4;

/// What is said of one way up.
struct Answer {
  std::vector<ChainLink> links;
  Finding verdict;
  std::size_t link = 0;
  bool leads_to_listed = false;  // and nothing is wrong on the way

  /// Which of several answers is the better news.
  int rank() const {
    if (verdict.status == Status::kFail) return leads_to_listed ? 2 : 1;
    return verdict.status == Status::kPass ? kBestRank : 3;
  }
};

/// Describes one way up: facts of each link, then the verdict.
class Describer {
 public:
  Describer(const std::vector<Certificate>& certificates, std::size_t from_file, UnixSeconds now)
      : certificates_(certificates), from_file_(from_file), now_(now) {}

  Finding about(std::string_view id, ChainText text, std::size_t place, std::int64_t value = 0) const {
    return chain_finding(id, text, {value, 0, x509::short_name_text(certificates_[place].subject)});
  }

  void leaf(ChainLink& link) const {
    const auto& certificate = certificates_[link.certificate];
    if (is_device(certificate) && !has_registration_id(certificate)) add(link, "name", ChainText::kLeafNoName);
  }

  void validity(ChainLink& link) const {
    const auto verdict = proof::judge_validity(certificates_[link.certificate], now_);
    if (verdict.status == Status::kPass) return;
    const bool expired = verdict.error.code == ErrorCode::kCertificateExpired;
    link.validity = expired ? Validity::kExpired : Validity::kNotYetValid;
    add(link, "validity", expired ? ChainText::kExpired : ChainText::kNotYetValid, verdict.error.value);
  }

  /// cas_below: without those that are self-issued, which do not count (RFC 5280 6.1.4 l).
  void issuing(ChainLink& link, std::size_t cas_below) const {
    const auto& certificate = certificates_[link.certificate];
    const auto ca = proof::judge_ca(certificate).status;
    const auto& constraints = certificate.extensions.basic_constraints;
    const bool too_long = constraints && constraints->path_length && *constraints->path_length < cas_below;
    link.may_issue = MayIssue::kYes;
    if (ca == Status::kFail) {
      link.may_issue = MayIssue::kNotACa;
      add(link, "issuing", ChainText::kNotACa);
    } else if (proof::judge_usage(certificate).status == Status::kFail) {
      link.may_issue = MayIssue::kNoKeyCertSign;
      add(link, "issuing", ChainText::kNoKeyCertSign);
    } else if (too_long) {
      link.may_issue = MayIssue::kPathTooLong;
      add(link, "issuing", ChainText::kPathTooLong, static_cast<std::int64_t>(*constraints->path_length));
    } else if (ca == Status::kWarn) {
      link.may_issue = MayIssue::kUnstated;
      add(link, "issuing", ChainText::kCaUnstated);
    }
  }

  void signature(ChainLink& link, Signature signature, bool root) const {
    link.signature = signature;
    // A root is trusted for being listed, not for having signed itself.
    if (signature == Signature::kVerified || (root && signature != Signature::kWrong)) return;
    if (signature == Signature::kWrong) return add(link, "signature", ChainText::kBroken);
    if (signature == Signature::kWeak) return add(link, "signature", ChainText::kSignatureWeak);
    add(link, "signature", ChainText::kSignatureUnchecked);
  }

  /// The device sends every certificate up to the listed one; that one the service has.
  void sending(ChainLink& link) const {
    if (link.certificate >= from_file_) add(link, "sent", ChainText::kIncomplete);
  }

  void conclude(Answer& out, std::optional<std::size_t> anchor) const {
    const std::size_t top = out.links.size() - 1;
    const bool verified = anchor && *out.links[*anchor].anchor;
    out.link = anchor.value_or(top);
    const auto* fault = first_fault(out, Status::kFail);
    if (fault == nullptr && verified) fault = first_fault(out, Status::kWarn);
    if (fault != nullptr) {
      out.verdict = *fault;
      out.verdict.id = "chain";
      return;
    }
    const auto place = out.links[out.link].certificate;
    const auto text = verified                                      ? ChainText::kVerified
                      : anchor                                      ? ChainText::kAnchorUnverified
                      : top == 0 && is_device(certificates_[place]) ? ChainText::kLeafAlone
                      : out.links[top].issued_by                    ? ChainText::kNoAnchor
                                                                    : ChainText::kIssuerMissing;
    out.verdict = about("chain", text, place);
    out.leads_to_listed = anchor.has_value();
  }

 private:
  void add(ChainLink& link, std::string_view id, ChainText text, std::int64_t value = 0) const {
    link.findings.push_back(about(id, text, link.certificate, value));
  }

  /// The first on the way to the anchor, or to the top where there is none; out.link becomes its link. The last one's
  /// own signature does not matter, and that an old root does not say that it is a CA is no doubt about the chain.
  static const Finding* first_fault(Answer& out, Status status) {
    for (std::size_t i = 0; i <= out.link; ++i) {
      for (const auto& finding : out.links[i].findings) {
        if (finding.status != status || (i == out.link && finding.id == "signature") ||
            (status == Status::kWarn && finding.id == "issuing")) {
          continue;
        }
        out.link = i;
        return &finding;
      }
    }
    return nullptr;
  }

  const std::vector<Certificate>& certificates_;
  std::size_t from_file_;
  UnixSeconds now_;
};

/// Searches the ways up.
class Search {
 public:
  Search(const ChainInput& in, ChainCheck& out)
      : now_(in.now), out_(out), describer_(out.certificates, out.from_file, in.now) {
    for (const auto& certificate : out.certificates) {
      subjects_.push_back(x509::name_text(certificate.subject));
      issuers_.push_back(x509::name_text(certificate.issuer));
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

  bool has_issued(std::size_t place) const {
    for (std::size_t i = 0; i < out_.from_file; ++i) {
      if (issuers_[i] == subjects_[place] && at(i).der != at(place).der) return true;
    }
    return false;
  }

  /// The certificate that the chain starts from. A device's certificate is taken before a CA's; among equals one that
  /// issued no other of the file, and then the first. Of leaf, intermediate and root, in any order, that is the leaf.
  std::size_t choose_leaf() {
    std::size_t best = 0, devices = 0;
    int most = -1;
    for (std::size_t i = 0; i < out_.from_file; ++i) {
      if (is_duplicate(i)) continue;
      const bool device = is_device(at(i)), end = !has_issued(i);
      const int points = 2 * device + end;
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
           key_identifiers(at(certificate), at(issuer)) * 16 + anchors_[issuer].value_or(false) * 8 +
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
      if (wrong && (found || key_identifiers(at(last), at(issuer)) == 0)) continue;
      found = true;
      path.push_back(issuer);
      climb(path);
      path.pop_back();
    }
    if (found) return;
    if (self_issued && !loop && key_identifiers(at(last), at(last)) != 0) loop = top;
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
        cas_below += !at(path[i]).self_issued();
      }
      if (link.issued_by) {
        describer_.signature(link, signature(path[i], path[*link.issued_by]), *link.issued_by == i);
      }
      answer.links.push_back(std::move(link));
    }
    const auto anchor = verified ? verified : listed;
    for (std::size_t i = 1; anchor && i < *anchor; ++i) describer_.sending(answer.links[i]);
    describer_.conclude(answer, anchor);
    if (answer.rank() <= best_rank_) return;
    best_rank_ = answer.rank();
    best_ = std::move(answer);
  }

  UnixSeconds now_;
  ChainCheck& out_;
  Describer describer_;
  std::vector<std::string> subjects_, issuers_;  // of each certificate, as text
  std::vector<std::optional<bool>> anchors_;
  std::vector<bool> duplicates_;
  std::vector<KnownSignature> signatures_;
  std::size_t steps_ = 0;
  bool tangled_ = false;
  Answer best_;
  int best_rank_ = 0;
};

Error too_many(std::size_t count) { return {ErrorCode::kChainTooLong, 0, static_cast<std::int64_t>(count)}; }

}  // namespace

Result<ChainCheck> check_chain(const ChainInput& in) {
  if (in.now < der::kEarliestTime || in.now > der::kLatestTime) return Error{ErrorCode::kTimeUnusable};
  auto contents = files::read_contents(in.file, std::nullopt);
  if (!contents) return contents.error();
  if (contents->certificates().empty()) return files::error_without_certificate(*contents);
  ChainCheck out{};
  for (auto& item : contents->items) {
    if (auto* certificate = std::get_if<Certificate>(&item)) {
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
  if (const auto error = Search(in, out).run()) return *error;
  return out;
}

}  // namespace popcert::chain
