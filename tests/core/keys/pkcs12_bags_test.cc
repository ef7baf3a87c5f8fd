#include "keys/pkcs12_bags.h"

#include <catch_amalgamated.hpp>

#include "core/der/build.h"
#include "core/keys/key_files.h"
#include "keys/pkcs8.h"

namespace popcert::keys {
namespace {

using test::hex;
using test::octet_string;
using test::oid;
using test::sequence;
using test::tlv;
using test::to_hex;

// RFC 7292 4.2, and PKCS #9 for the two kinds of certificates.
constexpr std::string_view kKeyBag = "2a864886f70d010c0a0101", kCertBag = "2a864886f70d010c0a0103",
                           kCrlBag = "2a864886f70d010c0a0104", kSecretBag = "2a864886f70d010c0a0105",
                           kBags = "2a864886f70d010c0a0106", kX509 = "2a864886f70d01091601",
                           kSdsi = "2a864886f70d01091602";

Buffer bag(std::string_view kind, const Buffer& value, const Buffer& attributes = {}) {
  return sequence({oid(kind), tlv(0xa0, {value}), attributes});
}
Buffer certificate_bag(const Buffer& certificate, std::string_view kind = kX509) {
  return bag(kCertBag, sequence({oid(kind), tlv(0xa0, {octet_string(certificate)})}));
}
/// Bags in bags, so often.
Buffer nested(std::size_t times, const Buffer& innermost) {
  Buffer out = sequence({innermost});
  for (; times > 0; --times) out = sequence({bag(kBags, out)});
  return out;
}

struct Read {
  std::string error;
  PfxContents contents;
};

Read read(const Buffer& safe_contents) {
  Read out;
  KdfBudget budget;
  const auto error = read_safe_contents(safe_contents, as_bytes("pw"), {}, budget, out.contents);
  if (error) out.error = sentence_of(error->code).id;
  return out;
}

std::string certificates_of(const Read& read) {
  std::string out = read.error;
  for (const auto& one : read.contents.certificates) out += (out.empty() ? "" : " ") + to_hex(one);
  return out;
}

// By OpenSSL 3.0: openssl pkcs12 -export -nocerts -keypbe NONE -nomac -name one; the public half is openssl pkey's.
TEST_CASE("keys::read_safe_contents: a key that OpenSSL put in", "[keys][pkcs12]") {
  const auto got =
      read(hex("3081b63081b3060b2a864886f70d010c0a0101a0818a308187020100301306072a8648ce3d020106082a8648ce3d030107046d3"
               "06b02010104"
               "20b272851d9fde4da5eaf759edff10e253ddbb77fda4c7bfcefc71ec2ecb015aaba14403420004e05f2ea45471830d6a60f56c4"
               "55146554e49"
               "d8acc5de500045c3d56c7e3f593073994a90442302c7b64204a892d38c9c742a6675def744012390923d9f85429031173015060"
               "92a864886f7"
               "0d01091431081e06006f006e0065"));
  CHECK(got.error.empty());
  REQUIRE(got.contents.private_keys.size() == 1);
  CHECK(test::public_half(decode_private_key_info(got.contents.private_keys[0].expose())) ==
        "3059301306072a8648ce3d020106082a8648ce3d03010703420004e05f2ea45471830d6a60f56c455146554e49d8acc5de500045c3d56c"
        "7e3f"
        "593073994a90442302c7b64204a892d38c9c742a6675def744012390923d9f854290");
  CHECK(got.contents.certificates.empty());
  CHECK(got.contents.skipped == 0);
}

TEST_CASE("keys::read_safe_contents: in their order, and what is of no use is counted", "[keys][pkcs12]") {
  const Buffer one = sequence({hex("020101")}), two = sequence({hex("020102")});
  const auto got =
      read(sequence({certificate_bag(two), bag(kCrlBag, sequence({})), certificate_bag(one),
                     bag(kSecretBag, hex("0500")), certificate_bag(two, kSdsi), bag("2a03", hex("0500"))}));
  CHECK(certificates_of(got) == "3003020102 3003020101");
  CHECK(got.contents.skipped == 4);
  CHECK(got.contents.private_keys.empty());
}

TEST_CASE("keys::read_safe_contents: damaged bags", "[keys][pkcs12]") {
  const Buffer one = sequence({hex("020101")});
  Buffer longer = one, trailing = sequence({certificate_bag(one)});
  longer.push_back(0);
  trailing.push_back(0);
  const std::pair<const char*, Buffer> damaged[] = {
      {"nothing", {}},
      {"something behind it", trailing},
      {"no list", tlv(0x31, {certificate_bag(one)})},
      {"a bag that is no SEQUENCE", sequence({hex("0500")})},
      {"a bag without a kind", sequence({sequence({tlv(0xa0, {one})})})},
      {"a bag without a value", sequence({sequence({oid(kKeyBag)})})},
      {"a key that is no SEQUENCE", sequence({bag(kKeyBag, hex("0500"))})},
      {"two keys in one bag", sequence({bag(kKeyBag, sequence({one, one})), bag(kKeyBag, hex("30003000"))})},
      {"a certificate with an octet too many", sequence({certificate_bag(longer)})},
      {"a certificate that is none", sequence({certificate_bag(hex("0500"))})},
      {"a certificate that is not in octets", sequence({bag(kCertBag, sequence({oid(kX509), tlv(0xa0, {one})}))})},
      {"a certificate without a kind", sequence({bag(kCertBag, sequence({tlv(0xa0, {octet_string(one)})}))})},
  };
  for (const auto& [what, octets] : damaged) {
    CAPTURE(what);
    CHECK(read(octets).error == "DER_MALFORMED");
  }
}

TEST_CASE("keys::read_safe_contents: bags in bags, so deep and so many", "[keys][pkcs12]") {
  const Buffer one = certificate_bag(sequence({hex("020101")}));
  CHECK(certificates_of(read(nested(kMaxPfxNesting, one))) == "3003020101");
  CHECK(read(nested(kMaxPfxNesting + 1, one)).error == "DER_TOO_DEEP");

  Buffer bags;
  for (std::size_t i = 0; i < kMaxPfxBags; ++i) append(bags, i % 2 == 0 ? one : bag(kBags, sequence({})));
  CHECK(read(sequence({bags})).error.empty());
  append(bags, one);
  CHECK(read(sequence({bags})).error == "TOO_MANY_ITEMS");
}

}  // namespace
}  // namespace popcert::keys
