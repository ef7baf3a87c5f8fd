#include "chain/describe.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"
#include "pem/pem.h"

using namespace popcert;
using namespace popcert::chain;

namespace {

constexpr UnixSeconds kNow = 1800000000;  // 2027-01-15

x509::Certificate certificate(const std::string& name) {
  const auto text = test::fixture("device/" + name + ".pem");
  return *x509::decode_certificate(pem::blocks(text)->front().der.expose());
}

/// The certificates of OpenSSL of these names, with a link for each.
struct Way {
  explicit Way(std::initializer_list<const char*> names, UnixSeconds now = kNow) {
    for (const auto* name : names) certificates.push_back(certificate(name));
    for (std::size_t i = 0; i < certificates.size(); ++i) {
      ChainLink link{};
      link.certificate = i;
      if (i + 1 < certificates.size()) link.issued_by = i + 1;
      answer.links.push_back(std::move(link));
    }
    describer.emplace(certificates, certificates.size(), now);
  }
  std::string said(std::size_t link = 0) const {
    std::string out;
    for (const auto& finding : answer.links[link].findings) out.append(out.empty() ? "" : " ").append(finding.text.id);
    return out;
  }
  std::string verdict(std::optional<std::size_t> anchor, bool verified) {
    if (anchor) answer.links[*anchor].anchor = verified;
    describer->conclude(answer, anchor);
    return std::string(answer.verdict.text.id);
  }

  std::vector<x509::Certificate> certificates;
  Answer answer{};
  std::optional<Describer> describer;
};

std::string issuing(const char* name, std::size_t cas_below = 0) {
  Way way({name});
  way.describer->issuing(way.answer.links[0], cas_below);
  return way.said();
}

std::string signed_as(std::initializer_list<const char*> names, x509::Signature signature) {
  Way way(names);
  way.describer->signature(way.answer.links[0], signature, names.size() - 1);
  return way.said();
}

}  // namespace

TEST_CASE("chain::Describer: from the first second on, and not in the last, as OpenSSL counts", "[chain]") {
  const auto leaf = certificate("leaf");
  const auto said_at = [](UnixSeconds now) {
    Way way({"leaf"}, now);
    way.describer->validity(way.answer.links[0]);
    return way.said();
  };
  CHECK(said_at(leaf.not_before - 1) == "CHAIN_NOT_YET_VALID");
  CHECK(said_at(leaf.not_before).empty());
  CHECK(said_at(leaf.not_after - 1).empty());
  CHECK(said_at(leaf.not_after) == "CHAIN_EXPIRED");
}

TEST_CASE("chain::Describer: whether it may issue", "[chain][rfc5280]") {
  CHECK(issuing("ica", 5).empty());
  CHECK(issuing("ica-pathlen0", 0).empty());
  CHECK(issuing("ica-pathlen0", 1) == "CHAIN_PATH_TOO_LONG");
  CHECK(issuing("ica-no-ca") == "CHAIN_NOT_A_CA");
  CHECK(issuing("ica-no-usage") == "CHAIN_NO_KEY_CERT_SIGN");
  CHECK(issuing("root-v1") == "CHAIN_CA_UNSTATED");
  CHECK(issuing("root-silent") == "CHAIN_V3_CA_UNSTATED");
  CHECK(is_device(certificate("leaf")));
  CHECK_FALSE(is_device(certificate("ica")));
}

TEST_CASE("chain::Describer: a root's own signature matters only if it is wrong", "[chain]") {
  using x509::Signature;
  CHECK(signed_as({"root"}, Signature::kWeak).empty());
  CHECK(signed_as({"root"}, Signature::kWrong) == "CHAIN_BROKEN");
  CHECK(signed_as({"leaf", "ica"}, Signature::kVerified).empty());
  CHECK(signed_as({"leaf", "ica"}, Signature::kWeak) == "CHAIN_SIGNATURE_WEAK");
  CHECK(signed_as({"leaf", "ica"}, Signature::kUnchecked) == "CHAIN_SIGNATURE_UNCHECKED");
  CHECK(signed_as({"leaf-other-aki", "ica"}, Signature::kVerified) == "CHAIN_OTHER_ISSUER");
}

TEST_CASE("chain::Describer: of a file's certificates each is sent", "[chain]") {
  const std::vector both{certificate("leaf"), certificate("ica")};
  const Describer describer(both, 1, kNow);
  ChainLink sent{}, known{};
  known.certificate = 1;
  describer.sending(sent);
  describer.sending(known);
  CHECK(sent.findings.empty());
  REQUIRE(known.findings.size() == 1);
  CHECK(known.findings[0].text.id == "CHAIN_INCOMPLETE");
}

TEST_CASE(
    "chain::Describer: the verdict is the first fault up to the listed link, and a doubt only if that is verified",
    "[chain]") {
  CHECK(Way({"leaf", "ica", "root"}).verdict(2, true) == "chain.verified");
  CHECK(Way({"leaf", "ica", "root"}).verdict(2, false) == "CHAIN_ANCHOR_UNVERIFIED");
  CHECK(Way({"leaf", "ica"}).verdict(std::nullopt, false) == "CHAIN_ISSUER_MISSING");
  CHECK(Way({"leaf"}).verdict(std::nullopt, false) == "CHAIN_LEAF_ALONE");

  const auto with = [](std::size_t link, std::string_view id, ChainText text, std::size_t anchor, bool verified) {
    Way way({"leaf", "ica", "root"});
    way.answer.links[link].findings.push_back(way.describer->about(id, text, link));
    return way.verdict(anchor, verified);
  };
  CHECK(with(1, "validity", ChainText::kExpired, 2, true) == "CHAIN_EXPIRED");
  CHECK(with(2, "validity", ChainText::kExpired, 1, true) == "chain.verified");
  CHECK(with(1, "signature", ChainText::kBroken, 2, true) == "CHAIN_BROKEN");
  CHECK(with(1, "signature", ChainText::kBroken, 1, true) == "chain.verified");  // the listed one is trusted for that
  CHECK(with(0, "signature", ChainText::kSignatureUnchecked, 2, true) == "CHAIN_SIGNATURE_UNCHECKED");
  CHECK(with(0, "signature", ChainText::kSignatureUnchecked, 2, false) == "CHAIN_ANCHOR_UNVERIFIED");
}
