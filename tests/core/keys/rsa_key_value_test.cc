#include "keys/rsa_key_value.h"

#include <catch_amalgamated.hpp>

#include "core/keys/key_files.h"

namespace popcert::keys {
namespace {

std::string xml() {
  const auto octets = test::fixture("wrapped/key.xml");
  return {octets.begin(), octets.end()};
}

std::string without(std::string text, std::string_view element) {
  const auto open = text.find("<" + std::string(element) + ">"), close = text.find("</" + std::string(element) + ">");
  return text.erase(open, close - open + element.size() + 3);
}

TEST_CASE("keys::decode_rsa_key_value", "[keys]") {
  const auto text = "<?xml version=\"1.0\"?>\n" + xml() + "and more";
  const auto extent = find_rsa_key_value(as_bytes(text), 0);
  REQUIRE(extent);
  const auto found = text.substr(extent->start, extent->end - extent->start);
  CHECK(found.starts_with("<RSAKeyValue>"));
  CHECK(found.ends_with("</RSAKeyValue>"));
  CHECK(test::public_half(decode_rsa_key_value(as_bytes(found))) == test::public_half_of_fixture("rsa2048"));
  CHECK_FALSE(find_rsa_key_value(as_bytes(text), extent->end));
  CHECK_FALSE(find_rsa_key_value({}, 0));
}

TEST_CASE("keys::decode_rsa_key_value: numbers missing", "[keys]") {
  auto text = xml();
  for (const auto* element : {"P", "Q", "DP", "DQ", "InverseQ"}) {
    text = without(text, element);
    CHECK(test::error_of(decode_rsa_key_value(as_bytes(text))) == "KEY_MALFORMED");
  }
  CHECK(test::error_of(decode_rsa_key_value(as_bytes(without(text, "D")))) == "OBJECT_IS_PUBLIC_KEY");
  CHECK(test::error_of(decode_rsa_key_value(as_bytes(without(text, "Modulus")))) == "KEY_MALFORMED");
  CHECK(test::error_of(decode_rsa_key_value(as_bytes("<RSAKeyValue>"))) == "KEY_MALFORMED");
  CHECK(test::error_of(decode_rsa_key_value(as_bytes("<RSAKeyValue><Modulus>*</Modulus></RSAKeyValue>"))) ==
        "BASE64_MALFORMED");
}

}  // namespace
}  // namespace popcert::keys
