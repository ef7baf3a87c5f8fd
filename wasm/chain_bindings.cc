#include <emscripten/bind.h>

#include "chain/check_chain.h"
#include "values.h"

// checkChain: for the package and the online page. The signer has no use for it, and its module is linked without.

namespace {

using namespace popcert;
using namespace popcert::wasm;

std::string_view text_of(const std::optional<x509::Signature>& signature) {
  if (!signature) return "issuer-missing";
  switch (*signature) {
    case x509::Signature::kVerified: return "verified";
    case x509::Signature::kWrong: return "wrong";
    case x509::Signature::kWeak: return "weak";
    case x509::Signature::kUnchecked: return "unchecked";
  }
  return "";
}

std::string_view text_of(chain::Validity validity) {
  switch (validity) {
    case chain::Validity::kValid: return "valid";
    case chain::Validity::kExpired: return "expired";
    case chain::Validity::kNotYetValid: return "not-yet-valid";
  }
  return "";
}

std::string_view text_of(chain::MayIssue may_issue) {
  switch (may_issue) {
    case chain::MayIssue::kLeaf: break;
    case chain::MayIssue::kYes: return "yes";
    case chain::MayIssue::kUnstated: return "unstated";
    case chain::MayIssue::kNotACa: return "not-a-ca";
    case chain::MayIssue::kNoKeyCertSign: return "no-key-cert-sign";
    case chain::MayIssue::kPathTooLong: return "path-too-long";
  }
  return "";
}

val link_of(const chain::ChainLink& link, const chain::ChainCheck& chain) {
  const auto& certificate = chain.certificates[link.certificate];
  const bool in_file = link.certificate < chain.from_file;
  val out = val::object();
  put(out, "certificate", item_of(certificate));
  put(out, "source", in_file ? "file" : "known");
  put_index(out, "index", in_file ? link.certificate : chain.known_places[link.certificate - chain.from_file]);
  put_or_null(out, "issuedBy", link.issued_by.has_value(), val(static_cast<double>(link.issued_by.value_or(0))));
  put(out, "signature", text_of(link.signature));
  put(out, "signatureAlgorithm", x509::signature_algorithm_text(certificate));
  put(out, "validity", text_of(link.validity));
  const auto may_issue = text_of(link.may_issue);
  put_or_null(out, "mayIssue", !may_issue.empty(), val(std::string(may_issue)));
  const std::string anchor = link.anchor.value_or(false) ? "verified" : "unverified";
  put_or_null(out, "anchor", link.anchor.has_value(), val(anchor));
  put_findings(out, link.findings);
  return out;
}

val check_chain(const val& input) {
  const Secret file = take_secret(input["certificates"]);
  std::vector<Secret> known_files;
  std::vector<Bytes> known;
  const val given = input["known"];
  for (std::size_t i = 0, count = given["length"].as<std::size_t>(); i < count; ++i) {
    known_files.push_back(take_secret(given[i]));
    known.push_back(known_files.back().expose());
  }
  std::vector<chain::Anchor> anchors;
  const val listed = input["anchors"];
  for (std::size_t i = 0, count = listed["length"].as<std::size_t>(); i < count; ++i) {
    const val anchor = listed[i];
    anchors.push_back({anchor["sha1"].as<std::string>(), anchor["verified"].as<bool>()});
  }
  const auto chain = chain::check_chain({file.expose(), known, anchors, take_time(input["now"])});
  if (!chain) return failure(chain.error(), Field::kNone);
  val value = val::object(), links = val::array(), unused = val::array(), others = val::array();
  for (const auto& link : chain->links) push(links, link_of(link, *chain));
  for (const auto& one : chain->unused) {
    val out = val::object();
    put(out, "certificate", item_of(chain->certificates[one.certificate]));
    put_index(out, "index", one.certificate);
    put(out, "reason", one.duplicate ? "duplicate" : "unrelated");
    push(unused, out);
  }
  for (const auto& item : chain->others) push(others, item_of(item));
  val verdict = finding_of(chain->verdict);
  put_index(verdict, "link", chain->verdict_link);
  put(value, "links", links);
  put(value, "verdict", verdict);
  put_findings(value, chain->findings);
  put(value, "unused", unused);
  put(value, "others", others);
  return success(value);
}

}  // namespace

EMSCRIPTEN_BINDINGS(popcert_chain) { emscripten::function("checkChain", &with_clean_stack<&check_chain>); }
