#include "files/place.h"

#include <catch_amalgamated.hpp>

namespace popcert::files {
namespace {

std::string place_of(std::string_view text) {
  const auto at = text.find('@');
  return place_in_text(as_bytes(text), at);
}

TEST_CASE("files::place_in_text: names before and above", "[files]") {
  CHECK(place_of("KEY=@") == "KEY");
  CHECK(place_of("A=1\nexport KEY=\"@") == "KEY");
  CHECK(place_of("key : @") == "key");
  CHECK(place_of("  \"tls.key\": \"@") == "tls.key");
  CHECK(place_of("data:\n  tls.key: @") == "data.tls.key");
  CHECK(place_of("data:\n  tls.crt: xxxx\n  tls.key: |\n    @") == "data.tls.key");
  CHECK(place_of("a:\n  b:\n    c:\n      d: @") == "a.b.c.d");
  CHECK(place_of("users:\n- user:\n    client-key-data: @") == "user.client-key-data");
  CHECK(place_of("<ds:X509Certificate>\n@") == "");
  CHECK(place_of("<ds:X509Certificate>@") == "ds_X509Certificate");
  CHECK(place_of("@") == "");
  CHECK(place_of("prose @") == "");
  CHECK(place_of("Bag Attributes\n    localKeyID: 01\n@") == "");
}

TEST_CASE("files::place: letters, digits and few octets only", "[files]") {
  CHECK(place_within("", "a b\"<script>\n") == "a_b__script__");
  CHECK(place_within("data", "key") == "data.key");
  CHECK(place_within("data", "") == "data");
  CHECK(place_of_element("data", 3) == "data[3]");
  CHECK(place_within("", std::string(1000, 'x')).size() == 64);
  CHECK(place_within(std::string(60, 'x'), "yyyyyyyy").size() == 64);
  for (const std::size_t parent : {62U, 63U, 64U, 65U, 1000U}) {
    CHECK(place_within(std::string(parent, 'x'), std::string(1000, 'y')).size() <= 64);
  }
  CHECK(place_of_element(std::string(60, 'x'), 1) == std::string(60, 'x'));
}

}  // namespace
}  // namespace popcert::files
