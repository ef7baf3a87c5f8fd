#include "chain/search.h"

#include <catch_amalgamated.hpp>

#include "base/hex.h"
#include "base/limits.h"
#include "core/fixture.h"
#include "crypto/digest.h"
#include "pem/pem.h"

using namespace popcert;
using namespace popcert::chain;

namespace {

constexpr UnixSeconds kNow = 1800000000;  // 2027-01-15

x509::Certificate certificate(const std::string& name) {
  const auto text = test::fixture("device/" + name + ".pem");
  return *x509::decode_certificate(pem::blocks(text)->front().der.expose());
}

std::string sha1_of(const x509::Certificate& one) { return hex(crypto::digest(crypto::Hash::kSha1, one.der)); }

struct Found {
  ChainCheck chain;
  std::optional<Error> error;

  /// The certificates of the links, by their SHA-1.
  std::vector<std::string> way() const {
    std::vector<std::string> out;
    for (const auto& link : chain.links) out.push_back(sha1_of(chain.certificates[link.certificate]));
    return out;
  }
};

Found searched(std::vector<x509::Certificate> certificates, const std::string& verified) {
  std::vector<Anchor> anchors;
  if (!verified.empty()) anchors.push_back({sha1_of(certificate(verified)), true});
  Found out{};
  out.chain.from_file = certificates.size();
  out.chain.certificates = std::move(certificates);
  out.error = search({{}, {}, anchors, kNow}, out.chain);
  return out;
}

std::vector<std::string> way_of(std::initializer_list<const char*> names) {
  std::vector<std::string> out;
  for (const auto* name : names) out.push_back(sha1_of(certificate(name)));
  return out;
}

}  // namespace

// "ica" and "ica-cross" are one CA under two roots; "impostor" has its name and another key. OpenSSL made all of them.
TEST_CASE("chain::search: the way leads to the verified root, in whatever order the certificates stand", "[chain]") {
  std::vector<x509::Certificate> all;
  for (const auto* name : {"leaf", "impostor", "ica", "ica-cross", "root", "root2"}) all.push_back(certificate(name));
  for (std::size_t turn = 0; turn < all.size(); ++turn) {
    std::rotate(all.begin(), all.begin() + 1, all.end());
    CAPTURE(turn);
    const auto first = searched(all, "root"), second = searched(all, "root2");
    CHECK(first.way() == way_of({"leaf", "ica", "root"}));
    CHECK(second.way() == way_of({"leaf", "ica-cross", "root2"}));
    CHECK(first.chain.verdict.status == Status::kPass);
    CHECK(second.chain.verdict.status == Status::kPass);
    CHECK(first.chain.unused.size() == 3);
  }
}

TEST_CASE("chain::search: what issued another is no leaf, and a copy is none either", "[chain]") {
  const auto found =
      searched({certificate("root"), certificate("ica"), certificate("ica"), certificate("root")}, "root");
  CHECK(found.way() == way_of({"ica", "root"}));
  REQUIRE(found.chain.unused.size() == 2);
  CHECK(found.chain.unused[0].certificate == 2);
  CHECK(found.chain.unused[0].duplicate);
}

TEST_CASE("chain::search: so many certificates of one name are searched, and one more is too many", "[chain]") {
  std::vector<x509::Certificate> all{certificate("leaf")};
  while (all.size() <= kMaxChainSignatures) {
    auto copy = certificate("ica");
    copy.der.back() = static_cast<std::uint8_t>(all.size());  // not the same, and of the same key
    all.push_back(std::move(copy));
  }
  CHECK_FALSE(searched(all, "").error);
  all.push_back(certificate("ica-cross"));
  const auto tangled = searched(all, "").error;
  REQUIRE(tangled);
  CHECK(tangled->code == ErrorCode::kChainTooTangled);
}
