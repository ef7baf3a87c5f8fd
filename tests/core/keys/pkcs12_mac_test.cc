#include "keys/pkcs12_mac.h"

#include "core/der/build.h"
#include "core/keys/key_files.h"

namespace popcert::keys {
namespace {

using test::error_of;
using test::hex;
using test::integer;
using test::octet_string;
using test::oid;
using test::sequence;

constexpr std::string_view kSha256 = "608648016503040201", kPbmac1 = "2a864886f70d01050e",
                           kPbkdf2 = "2a864886f70d01050c", kHmacSha256 = "2a864886f70d0209";
const Buffer kSalt = octet_string(Buffer(8, 1));

Buffer mac_data(const Buffer& algorithm, std::size_t octets, std::initializer_list<Buffer> rest) {
  Buffer tail;
  for (const auto& part : rest) append(tail, part);
  return sequence({sequence({algorithm, octet_string(Buffer(octets))}), tail});
}

Buffer pbmac1(std::initializer_list<Buffer> kdf) {
  return sequence({oid(kPbmac1), sequence({sequence({oid(kPbkdf2), sequence(kdf)}), sequence({oid(kHmacSha256)})})});
}

TEST_CASE("keys::read_pfx_mac: MacData of RFC 7292", "[keys][pkcs12]") {
  const auto plain = mac_data(sequence({oid(kSha256), hex("0500")}), 32, {kSalt, integer("0800")});
  const auto mac = read_pfx_mac(plain);
  REQUIRE(mac);
  CHECK_FALSE(mac->pbmac1);
  CHECK(mac->hash == crypto::Hash::kSha256);
  CHECK(mac->iterations == 2048);
  CHECK(mac->salt.size() == 8);
  const auto once = mac_data(sequence({oid(kSha256)}), 32, {kSalt});
  REQUIRE(read_pfx_mac(once));
  CHECK(read_pfx_mac(once)->iterations == 1);
}

TEST_CASE("keys::read_pfx_mac: PBMAC1 of RFC 9579 takes salt and count from its own parameters", "[keys][pkcs12]") {
  const auto file = mac_data(pbmac1({kSalt, integer("0400"), integer("20")}), 32, {octet_string({}), integer("01")});
  const auto mac = read_pfx_mac(file);
  REQUIRE(mac);
  REQUIRE(mac->pbmac1);
  CHECK(mac->iterations == 1024);
  CHECK(mac->salt.size() == 8);
  const auto without_length = mac_data(pbmac1({kSalt, integer("0400")}), 32, {kSalt});
  CHECK(error_of(read_pfx_mac(without_length)) == "ENCRYPTED_CONTENT_MALFORMED");
  KdfBudget enough(2048), short_of(2047);  // two blocks of SHA-1, the default
  CHECK_FALSE(spend(enough, *mac));
  CHECK(spend(short_of, *mac));
}

}  // namespace
}  // namespace popcert::keys
