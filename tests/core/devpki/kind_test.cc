#include "devpki/kind.h"

#include <catch_amalgamated.hpp>

#include "core/crypto/hex.h"

namespace popcert::devpki {
namespace {

constexpr x509::Period kAnyPeriod{1, 2};

// Bit n of KeyUsage (RFC 5280 4.2.1.3) at 1 << n: digitalSignature 0, nonRepudiation 1, keyEncipherment 2, keyCertSign 5,
// cRLSign 6.
TEST_CASE("devpki::profile_of: CAs sign certificates, others do not", "[devpki][rfc5280]") {
  for (const auto kind :
       {Kind::kRoot, Kind::kIntermediate, Kind::kEdgeCa, Kind::kDevice, Kind::kServer, Kind::kVerification}) {
    const bool ca = kind == Kind::kRoot || kind == Kind::kIntermediate || kind == Kind::kEdgeCa;
    CAPTURE(static_cast<int>(kind));
    CHECK(is_ca(kind) == ca);
    const auto profile = profile_of(kind, true, kAnyPeriod, ca ? std::optional<std::uint64_t>(3) : std::nullopt);
    CHECK(profile.validity.not_after == 2);
    REQUIRE(profile.basic_constraints);
    CHECK(profile.basic_constraints->ca == ca);
    CHECK(((profile.key_usage >> 5 & 1) != 0) == ca);
    if (ca) {
      CHECK(profile.key_usage == 0b1100001);
      CHECK(profile.basic_constraints->path_length == 3);
      CHECK(profile.ext_key_usage.empty());
    }
  }
}

TEST_CASE("devpki::profile_of: only an RSA key enciphers", "[devpki][rfc5480]") {
  const auto usage = [](Kind kind, bool rsa) { return profile_of(kind, rsa, kAnyPeriod, std::nullopt).key_usage; };
  CHECK(usage(Kind::kDevice, true) == 0b111);
  CHECK(usage(Kind::kDevice, false) == 0b011);
  CHECK(usage(Kind::kServer, true) == 0b101);
  CHECK(usage(Kind::kServer, false) == 0b001);
  CHECK(usage(Kind::kVerification, true) == 0b001);
  CHECK(usage(Kind::kRoot, true) == usage(Kind::kRoot, false));
}

TEST_CASE("devpki::profile_of: what a certificate is for", "[devpki]") {
  const auto purposes = [](Kind kind) {
    std::vector<std::string> out;
    for (const auto oid : profile_of(kind, false, kAnyPeriod, std::nullopt).ext_key_usage) {
      out.push_back(test::to_hex(oid));
    }
    return out;
  };
  const std::string server = "2b06010505070301", client = "2b06010505070302", mail = "2b06010505070304";
  CHECK(purposes(Kind::kServer) == std::vector{server});
  CHECK(purposes(Kind::kDevice) == std::vector{client, mail});
  CHECK(purposes(Kind::kVerification) == std::vector{client});
}

}  // namespace
}  // namespace popcert::devpki
