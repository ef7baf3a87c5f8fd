#include "chain/check_chain.h"
#include "base/hex.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"
#include "core/sentences/said.h"
#include "crypto/digest.h"
#include "pem/pem.h"
#include "x509/key_text.h"

using namespace popcert;
using namespace popcert::chain;
using files::read_contents;

namespace {

constexpr UnixSeconds kNow = 1800000000;  // 2027-01-15

/// The certificates "a b c" in one PEM file.
Buffer file_of(const std::string& names) {
  Buffer out;
  for (std::size_t begin = 0; begin < names.size();) {
    const auto end = std::min(names.find(' ', begin), names.size());
    append(out, test::fixture("device/" + names.substr(begin, end - begin) + ".pem"));
    begin = end + 1;
  }
  return out;
}

std::string sha1_of(const std::string& name) {
  const auto blocks = pem::blocks(file_of(name));
  return hex(crypto::digest(crypto::Hash::kSha1, blocks->front().der.expose()));
}

struct Case {
  std::string file, verified{}, unverified{}, known{};
  UnixSeconds now = kNow;

  Result<ChainCheck> check() const {
    const Buffer octets = file_of(file), known_octets = file_of(known);
    std::vector<Bytes> known_files;
    if (!known.empty()) known_files.push_back(known_octets);
    std::vector<Anchor> anchors;
    if (!verified.empty()) anchors.push_back({sha1_of(verified), true});
    if (!unverified.empty()) anchors.push_back({sha1_of(unverified), false});
    return check_chain({octets, known_files, anchors, now});
  }
};

ChainCheck checked(const Case& c) {
  auto chain = c.check();
  if (!chain) FAIL(test::message_of(chain.error()));
  return std::move(*chain);
}

std::string names_of(const ChainCheck& chain) {
  std::string out;
  for (const auto& link : chain.links) {
    const auto& certificate = chain.certificates[link.certificate];
    out += (out.empty() ? "" : " ") + hex(Bytes(certificate.serial));
  }
  return out;
}

std::string serials_of(const std::string& names) {
  const Buffer octets = file_of(names);
  const auto contents = read_contents(octets, std::nullopt);
  std::string out;
  for (const auto* certificate : contents->certificates()) {
    out += (out.empty() ? "" : " ") + hex(Bytes(certificate->serial));
  }
  return out;
}

}  // namespace

TEST_CASE("the answer to a chain", "[chain]") {
  struct Expected {
    Case c;
    std::string text;
    std::size_t link;
  };
  const auto e = GENERATE(values<Expected>({
      {{"leaf ica root", "root"}, "chain.verified", 2},
      {{"root leaf ica", "root"}, "chain.verified", 2},
      {{"leaf ica root", "ica"}, "chain.verified", 1},
      {{"leaf ica", "ica"}, "chain.verified", 1},
      {{"leaf ica", "root", "", "root"}, "chain.verified", 2},
      {{"leaf ica root", "root", "ica"}, "chain.verified", 2},
      {{"leaf ica ica-cross root2", "root2"}, "chain.verified", 2},
      {{"leaf ica-cross ica root root2", "root"}, "chain.verified", 2},
      {{"leaf ica root", "root-renewed", "", "root-renewed"}, "chain.verified", 2},
      {{"leaf ica-printable root", "root"}, "chain.verified", 2},
      {{"leaf ica root-sha1", "root-sha1"}, "chain.verified", 2},
      {{"leaf ica root-expired root", "root"}, "chain.verified", 2},
      {{"leaf ica impostor root", "root"}, "chain.verified", 2},
      {{"leaf-no-ids impostor ica root", "root"}, "chain.verified", 2},
      {{"leaf ica root", "", "root"}, "CHAIN_ANCHOR_UNVERIFIED", 2},
      {{"leaf ica root", "", "ica"}, "CHAIN_ANCHOR_UNVERIFIED", 1},
      {{"leaf ica root", "root2"}, "CHAIN_NO_ANCHOR", 2},
      {{"leaf ica"}, "CHAIN_ISSUER_MISSING", 1},
      {{"leaf"}, "CHAIN_LEAF_ALONE", 0},
      {{"leaf-self"}, "CHAIN_LEAF_ALONE", 0},
      {{"leaf root", "root"}, "CHAIN_LEAF_ALONE", 0},
      {{"leaf impostor root", "root"}, "CHAIN_LEAF_ALONE", 0},
      {{"leaf root", "root", "", "ica"}, "CHAIN_INCOMPLETE", 1},
      {{"leaf-no-ids impostor-no-ids root", "root"}, "CHAIN_BROKEN", 0},
      {{"leaf ica root-impostor", "root-impostor"}, "CHAIN_BROKEN", 1},
      {{"leaf-expired ica root", "root"}, "CHAIN_EXPIRED", 0},
      {{"leaf ica-expired root", "root"}, "CHAIN_EXPIRED", 1},
      {{"leaf ica root-expired", "root-expired"}, "CHAIN_EXPIRED", 2},
      {{"leaf ica root-expired", "ica"}, "chain.verified", 1},
      {{"leaf ica-future root", "root"}, "CHAIN_NOT_YET_VALID", 1},
      {{"leaf ica-no-ca root", "root"}, "CHAIN_NOT_A_CA", 1},
      {{"leaf ica-silent root", "root"}, "CHAIN_NOT_A_CA", 1},
      {{"leaf ica-no-usage root", "root"}, "CHAIN_NO_KEY_CERT_SIGN", 1},
      {{"leaf ica-pathlen0 root", "root"}, "chain.verified", 2},
      {{"leaf-of-sub sub ica-pathlen0 root", "root"}, "CHAIN_PATH_TOO_LONG", 2},
      {{"leaf-of-sub sub ica root", "root"}, "chain.verified", 3},
      {{"leaf-no-name ica root", "root"}, "CHAIN_LEAF_NO_NAME", 0},
      {{"by-root-sha1 root", "root"}, "CHAIN_SIGNATURE_WEAK", 0},
      {{"by-root-pss root", "root"}, "CHAIN_SIGNATURE_UNCHECKED", 0},
      {{"by-root-pss root", "", "root"}, "CHAIN_ANCHOR_UNVERIFIED", 1},
      {{"by-root-ed25519 root-ed25519"}, "CHAIN_UNREAD", 0},
      {{"leaf ica-otherwise root", "root"}, "chain.verified", 2},
      {{"leaf ica-two root", "root"}, "CHAIN_LEAF_ALONE", 0},
      {{"leaf ica root-v1", "root-v1"}, "chain.verified", 2},
      {{"leaf ica root-silent", "root-silent"}, "chain.verified", 2},
      {{"leaf-critical ica root", "root"}, "CHAIN_CRITICAL_EXTENSION", 0},
      {{"leaf ica root-critical", "root-critical"}, "CHAIN_CRITICAL_EXTENSION", 2},
      {{"leaf ica root-critical", "ica"}, "chain.verified", 1},
      {{"leaf-other-aki ica root", "root"}, "CHAIN_OTHER_ISSUER", 0},
      {{"leaf-bad-san ica root", "root"}, "CHAIN_EXTENSION_DAMAGED", 0},
      {{"leaf-server ica root", "root"}, "CHAIN_NOT_FOR_CLIENTS", 0},
      {{"leaf ica-server root", "root"}, "CHAIN_NOT_FOR_CLIENTS", 1},
      {{"leaf-only-any ica root", "root"}, "CHAIN_ONLY_ANY_PURPOSE", 0},
      {{"leaf ica-any root", "root"}, "CHAIN_ONLY_ANY_PURPOSE", 1},
      {{"leaf-enciphers ica root", "root"}, "CHAIN_NOT_FOR_HANDSHAKES", 0},
      {{"leaf-agrees ica root", "root"}, "chain.verified", 2},
      {{"leaf-netscape-server ica root", "root"}, "CHAIN_NOT_FOR_HANDSHAKES", 0},
      {{"leaf-netscape-client ica root", "root"}, "chain.verified", 2},
      {{"leaf-is-ca ica-no-ca root", "root"}, "CHAIN_LEAF_IS_CA", 0},
      {{"leaf-is-ca ica-silent root", "root"}, "CHAIN_LEAF_IS_CA", 0},
      {{"leaf-of-named root2-named root2", "root2"}, "chain.verified", 2},
      {{"leaf-of-named root2-named-untold root2", "root2"}, "CHAIN_SELF_ISSUED", 1},
      {{"leaf-ed25519 ica root", "root"}, "CHAIN_UNREAD", 0},
      {{"leaf-ed25519 ica-no-ca root", "root"}, "CHAIN_UNREAD", 1},
      {{"leaf nc-dn-outside root", "root"}, "CHAIN_NAME_NOT_ALLOWED", 0},
      {{"leaf nc-dn-inside root", "root"}, "chain.verified", 2},
      {{"leaf-other-name nc-other root", "root"}, "CHAIN_NAMES_UNCHECKED", 1},
      {{"leaf-is-ca ica root", "root"}, "CHAIN_LEAF_IS_CA", 0},
      {{"ica root", "root"}, "CHAIN_LEAF_IS_CA", 0},
      {{"root", "root"}, "CHAIN_LEAF_IS_CA", 0},
      {{"root"}, "CHAIN_LEAF_IS_CA", 0},
  }));
  INFO(e.c.file << " | " << e.c.verified << " | " << e.c.unverified << " | " << e.c.known);
  const auto chain = checked(e.c);
  CHECK(chain.verdict.text.id == e.text);
  CHECK(chain.verdict_link == e.link);
  CHECK(chain.verdict.id == "chain");
  // Azure was seen to verify such a root; OpenSSL and AWS refuse it, and the hint says so.
  const bool in_doubt = e.c.verified == "root-silent";
  CHECK((chain.verdict.status == Status::kPass) == (e.text == "chain.verified" && !in_doubt));
  if (e.text == "chain.verified") CHECK(chain.verdict.text.hint.empty() == !in_doubt);
}

TEST_CASE("the chain stands from the leaf to the top, however the file is ordered", "[chain]") {
  const auto file = GENERATE(std::string("leaf-of-sub sub ica root"), std::string("root ica sub leaf-of-sub"),
                             std::string("ica leaf-of-sub root sub"));
  const auto chain = checked({file, "root"});
  CHECK(names_of(chain) == serials_of("leaf-of-sub sub ica root"));
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& link = chain.links[i];
    CHECK(link.issued_by == std::min<std::size_t>(i + 1, 3));
    CHECK(link.signature == x509::Signature::kVerified);
    CHECK(link.validity == Validity::kValid);
    CHECK(link.may_issue == (i == 0 ? MayIssue::kLeaf : MayIssue::kYes));
    CHECK(link.anchor.has_value() == (i == 3));
    CHECK(link.findings.empty());
  }
  CHECK(chain.unused.empty());
  CHECK(chain.findings.empty());
}

TEST_CASE("of two certificates of one CA the one below the verified root is taken", "[chain]") {
  const auto chain = checked({"leaf ica ica-cross root root2", "root2"});
  CHECK(names_of(chain) == serials_of("leaf ica-cross root2"));
  CHECK(chain.unused.size() == 2);
  const auto other = checked({"leaf ica ica-cross root root2", "root"});
  CHECK(names_of(other) == serials_of("leaf ica root"));
}

TEST_CASE("duplicates, strangers and keys are named and do not matter", "[chain]") {
  Buffer octets = file_of("leaf ica leaf ica root root2");
  append(octets, test::fixture("device/leaf.key"));
  const std::vector<Anchor> anchors{{sha1_of("root"), true}};
  const auto chain = check_chain({octets, {}, anchors, kNow});
  REQUIRE(chain);
  CHECK(chain->verdict.text.id == "chain.verified");
  REQUIRE(chain->unused.size() == 3);
  CHECK((chain->unused[0].certificate == 2 && chain->unused[0].duplicate));
  CHECK((chain->unused[1].certificate == 3 && chain->unused[1].duplicate));
  CHECK((chain->unused[2].certificate == 5 && !chain->unused[2].duplicate));
  REQUIRE(chain->others.size() == 1);
  CHECK(std::holds_alternative<files::FoundKey>(chain->others[0]));
}

TEST_CASE("of several devices one is shown, with a word about it", "[chain]") {
  const auto chain = checked({"leaf leaf-of-root leaf-of-sub sub ica root", "root"});
  REQUIRE(chain.findings.size() == 1);
  CHECK(chain.findings[0].text.id == "CHAIN_SEVERAL_LEAVES");
  CHECK(chain.findings[0].facts.value == 3);
  CHECK(names_of(chain) == serials_of("leaf ica root"));
}

TEST_CASE("CAs that issued each other end", "[chain]") {
  // Sub is issued by Intermediate, and Intermediate by Sub.
  const auto chain = checked({"leaf-of-sub sub ica-of-sub"});
  CHECK(names_of(chain) == serials_of("leaf-of-sub sub ica-of-sub"));
  CHECK(chain.links[2].issued_by == 1);
  CHECK(chain.verdict.text.id == "CHAIN_NO_ANCHOR");
  CHECK(checked({"sub ica-of-sub"}).links.size() == 2);
  CHECK(checked({"leaf-of-sub sub ica-of-sub ica root", "root"}).verdict.text.id == "chain.verified");
}

TEST_CASE("an anchor that is listed twice is verified if one entry is", "[chain]") {
  const Buffer octets = file_of("leaf ica root");
  const std::vector<Anchor> anchors{{sha1_of("root"), false}, {sha1_of("root"), true}, {sha1_of("root"), false}};
  CHECK(check_chain({octets, {}, anchors, kNow})->verdict.text.id == "chain.verified");
}

TEST_CASE("known certificates may come in several files, of which some cannot be read", "[chain]") {
  const Buffer octets = file_of("leaf ica"), noise = test::fixture("bad/noise"), two = file_of("root2 root");
  const std::vector<Bytes> known{noise, two, octets};
  const std::vector<Anchor> anchors{{sha1_of("root"), true}};
  const auto chain = check_chain({octets, known, anchors, kNow});
  REQUIRE(chain);
  CHECK(chain->verdict.text.id == "chain.verified");
  REQUIRE(chain->links.size() == 3);
  CHECK(chain->links[2].certificate >= chain->from_file);
  CHECK(chain->known_places[chain->links[2].certificate - chain->from_file] == 1);
}

TEST_CASE("what is no chain gets the reason", "[chain]") {
  const auto error_of = [](const Buffer& octets) {
    const auto chain = check_chain({octets, {}, {}, kNow});
    REQUIRE_FALSE(chain);
    return sentence_of(chain.error().code).id;
  };
  CHECK(error_of({}) == "INPUT_EMPTY");
  CHECK(error_of(test::fixture("bad/noise")) == "INPUT_NOT_RECOGNIZED");
  CHECK(error_of(test::fixture("keys/p256-pkcs8.pem")) == "OBJECT_IS_PRIVATE_KEY");
  CHECK(error_of(test::fixture("wrong/crl.pem")) == "OBJECT_IS_CRL");
  Buffer many;
  for (int i = 0; i < 65; ++i) append(many, file_of("leaf"));
  CHECK(error_of(many) == "CHAIN_TOO_LONG");
  const Buffer octets = file_of("leaf");
  CHECK(check_chain({octets, {}, {}, -1'000'000'000'000}).error().code == ErrorCode::kTimeUnusable);
}
