#include "proof/code_within.h"

#include <catch_amalgamated.hpp>

#include "base/limits.h"

using namespace popcert;
using namespace popcert::proof;

namespace {

const std::string kAzure = "106A5SD242AF512B3498BD6098C4941E66R34H268DDB3288";
const std::string kAws = "88c7d1b9b1a7b7e0f1a2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718";

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("proof::has_form: the two forms, and how far off", "[proof]") {
  CHECK(has_form(kAzure));
  CHECK(has_form(kAws));
  CHECK(has_form(kAws.substr(0, kAzureCharacters)));
  CHECK_FALSE(has_form("z" + kAzure.substr(1)));
  CHECK_FALSE(has_form("G" + kAws.substr(1)));
  CHECK_FALSE(has_form(kAzure.substr(1)));
  CHECK(has_form(kAzure.substr(1), 1));
  CHECK(has_form(kAws + "0", 1));
  CHECK_FALSE(has_form(kAzure.substr(2), 1));
  CHECK_FALSE(has_form(""));
}

TEST_CASE("proof::code_within: what is named goes before what merely stands there", "[proof]") {
  CHECK(code_within("The code is " + kAzure + ".") == Codes{kAzure});
  CHECK(code_within(kAws + " " + kAzure + " " + kAws) == Codes{kAws, kAzure});
  CHECK(code_within(kAws + "\nverificationCode: " + kAzure) == Codes{kAzure});
  CHECK(code_within("{\"registrationCode\":\"" + kAws + "\",\"id\":\"" + kAzure + "\"}") == Codes{kAws});
  CHECK(code_within("verification code: none, " + kAws).empty());
}

TEST_CASE("proof::code_within: groups are joined if they are of one size, and nothing where something is unseen",
          "[proof]") {
  std::string grouped;
  for (std::size_t i = 0; i < kAzure.size(); i += 8) grouped += kAzure.substr(i, 8) + " ";
  CHECK(code_within(grouped) == Codes{kAzure});
  CHECK(code_within(kAzure.substr(0, 8) + " " + kAzure.substr(8, 12) + " " + kAzure.substr(20)).empty());
  CHECK(code_within(kAzure.substr(0, 30) + "\n" + kAzure.substr(30)) == Codes{kAzure});
  CHECK(code_within("\xe2\x80\x8b" + kAzure).empty());  // U+200B
  CHECK(code_within(std::string(kMaxCodeTextOctets - kAzure.size(), ' ') + kAzure) == Codes{kAzure});
  CHECK(code_within(std::string(kMaxCodeTextOctets, ' ') + kAzure).empty());
  CHECK(code_within("\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"") == Codes{"f81d4fae-7dec-11d0-a765-00a0c91e6bf6"});
}

TEST_CASE("what people take for a code is known for what it is", "[proof]") {
  CHECK(is_private_key("-----BEGIN EC PRIVATE KEY-----\nMHcC"));
  CHECK_FALSE(is_private_key("PRIVATE KEY BEGIN "));
  CHECK(is_etag("\"etag\": \"AAAAAAFoBDQ=\""));
  CHECK_FALSE(is_etag("AAAAAAFoBDQ"));
  CHECK_FALSE(is_etag("AAAA-AFoBDQ="));
  // As `openssl x509 -fingerprint` prints the SHA-1 of no octet.
  const std::string printed = "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09";
  CHECK(is_written_thumbprint("sha1 Fingerprint=" + printed + "\n"));
  CHECK_FALSE(is_written_thumbprint(printed.substr(3)));
  CHECK(is_written_thumbprint("certificateId: " + kAws));
  CHECK_FALSE(is_written_thumbprint("registration code: " + kAws));
  CHECK(is_like_sha1("Thumbprint: da39a3ee5e6b4b0d3255bfef95601890afd80709"));
  CHECK_FALSE(is_like_sha1("da39a3ee5e6b4b0d3255bfef95601890afd8070g"));
}
