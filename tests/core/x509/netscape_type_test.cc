#include "x509/netscape_type.h"

#include <catch_amalgamated.hpp>

#include "core/der/build.h"
#include "core/keys/key_files.h"

namespace popcert::x509 {
namespace {

using test::hex;
using test::sequence;
using test::tlv;

/// A certificate of version 3 of which nothing but its extensions is looked at.
Certificate with_extensions(std::initializer_list<Buffer> extensions) {
  const Buffer empty = sequence({});
  Certificate out{};
  out.tbs = sequence({tlv(0xa0, {test::integer("02")}), test::integer("05"), empty, empty, empty, empty, empty,
                      tlv(0xa3, {sequence(extensions)})});
  return out;
}

Buffer netscape(const Buffer& value, const Buffer& critical = {}) {
  return sequence({test::oid("6086480186f8420101"), critical, test::octet_string(value)});
}

TEST_CASE("x509::is_no_client_by_netscape: certificates of OpenSSL", "[x509]") {
  const auto says = [](const std::string& name) {
    const auto certificate = decode_certificate(test::pem_fixture("device/" + name + ".pem"));
    REQUIRE(certificate);
    return is_no_client_by_netscape(*certificate);
  };
  CHECK(says("leaf-netscape-server"));
  CHECK_FALSE(says("leaf-netscape-client"));
  CHECK_FALSE(says("leaf-server"));
}

TEST_CASE("x509::is_no_client_by_netscape: the first bit, wherever the extension stands", "[x509]") {
  const auto other = sequence({test::oid("551d0f"), test::octet_string(hex("03020780"))});
  CHECK_FALSE(is_no_client_by_netscape(with_extensions({})));
  CHECK_FALSE(is_no_client_by_netscape(with_extensions({other})));
  CHECK(is_no_client_by_netscape(with_extensions({netscape(hex("03020640"))})));
  CHECK(is_no_client_by_netscape(with_extensions({other, netscape(hex("03020640"))})));
  CHECK(is_no_client_by_netscape(with_extensions({netscape(hex("03020640"), hex("0101ff"))})));
  CHECK_FALSE(is_no_client_by_netscape(with_extensions({netscape(hex("03020780"))})));
  CHECK_FALSE(is_no_client_by_netscape(with_extensions({netscape(hex("030205a0"))})));
  CHECK(is_no_client_by_netscape(with_extensions({netscape(hex("030100"))})));      // no bit at all
  CHECK_FALSE(is_no_client_by_netscape(with_extensions({netscape(hex("0500"))})));  // no BIT STRING
  CHECK_FALSE(is_no_client_by_netscape(Certificate{}));
}

}  // namespace
}  // namespace popcert::x509
