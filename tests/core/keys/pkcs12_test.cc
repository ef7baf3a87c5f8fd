#include "keys/pkcs12.h"

#include <catch_amalgamated.hpp>

#include "core/der/build.h"
#include "core/der/to_ber.h"
#include "core/keys/fixture_index.h"
#include "core/keys/key_files.h"
#include "core/keys/pfx_files.h"
#include "keys/pkcs8.h"

namespace popcert::keys {
namespace {

using test::hex;
using test::integer;
using test::octet_string;
using test::oid;
using test::sequence;
using test::to_hex;

/// The public halves of the keys, and the certificates, in hexadecimal and in file order; or one error.
using Found = std::vector<std::string>;

Found opened(Bytes file, std::optional<Bytes> password) {
  auto budget = password ? KdfBudget() : KdfBudget::unasked();
  const auto pfx = open_pfx(file, password, budget);
  if (!pfx) return {test::error_of(pfx)};
  Found found;
  for (const auto& key : pfx->private_keys) found.push_back(test::public_half(decode_private_key_info(key.expose())));
  for (const auto& certificate : pfx->certificates) found.push_back(to_hex(certificate));
  return found;
}

Found opened(const Buffer& file, std::string_view password) { return opened(file, as_bytes(password)); }

TEST_CASE("keys::open_pfx: what OpenSSL, keytool, certtool and NSS wrote", "[keys][pkcs12]") {
  const auto entries = test::fixture_index("pfx/", ".p12");
  CHECK(entries.size() >= 15);
  for (const auto& entry : entries) {
    CAPTURE(entry.file);
    const Buffer file = test::fixture(entry.file);
    Found expected;
    for (const auto& key : entry.keys) expected.push_back(test::public_half_of_fixture(key));
    for (const auto& name : entry.certificates) expected.push_back(to_hex(test::fixture("certs/" + name + ".der")));
    // Programs differ in the order of keys and certificates.
    auto found = opened(file, entry.password);
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    CHECK(found == expected);
    // NSS and GnuTLS make every try take half a second.
    if (entry.tool == "openssl") CHECK(opened(file, "wrong") == Found{"PASSWORD_WRONG"});
  }
}

const Found kBoth{std::string(test::kPfxPublicKey), std::string(test::kPfxCertificate)};

TEST_CASE("keys::open_pfx: passwords", "[keys][pkcs12]") {
  for (const auto file : {test::kModernPfx, test::kLegacyPfx, test::kPfxWithoutMac}) {
    CHECK(opened(hex(file), "pw") == kBoth);
    CHECK(opened(hex(file), "pW") == Found{"PASSWORD_WRONG"});
    CHECK(opened(hex(file), "") == Found{"PASSWORD_WRONG"});
    CHECK(opened(hex(file), std::nullopt) == Found{"KEY_ENCRYPTED"});
  }
  CHECK(opened(hex(test::kOpenPfx), std::nullopt) == kBoth);
  CHECK(opened(hex(test::kOpenPfx), "anything") == kBoth);
  // openssl pkcs12 -export -passout pass:
  CHECK(opened(test::fixture("pfx/empty-password.p12"), std::nullopt).size() == 2);
}

// Padding fits by chance for one password in 256; none of these may pass for right.
TEST_CASE("keys::open_pfx: wrong passwords without a MAC", "[keys][pkcs12]") {
  const Buffer file = hex(test::kPfxWithoutMac);
  for (int i = 0; i < 2000; ++i) CHECK(opened(file, std::to_string(i)) == Found{"PASSWORD_WRONG"});
}

TEST_CASE("keys::open_pfx reads BER", "[keys][pkcs12]") {
  for (const auto file : {test::kModernPfx, test::kLegacyPfx, test::kPfxWithoutMac, test::kOpenPfx}) {
    CHECK(opened(test::to_ber(hex(file)), "pw") == kBoth);
  }
}

TEST_CASE("keys::open_pfx: every length", "[keys][pkcs12]") {
  for (const auto digits : {test::kModernPfx, test::kLegacyPfx, test::kOpenPfx}) {
    const Buffer der = hex(digits), ber = test::to_ber(der);
    for (const Buffer& file : {der, ber}) {
      for (std::size_t size = 0; size < file.size(); ++size) {
        CAPTURE(size);
        CHECK(opened(Bytes(file).first(size), as_bytes("pw")) == Found{"DER_TRUNCATED"});
      }
      Buffer longer = file;
      longer.push_back(0);
      CHECK(opened(longer, "pw") == Found{"DER_TRAILING"});
    }
  }
}

// With a MAC, a changed octet gives an error or the same contents; without one it may change the certificate, but never
// the public half of a key without an error.
TEST_CASE("keys::open_pfx: every octet changed", "[keys][pkcs12]") {
  for (const auto digits : {test::kModernPfx, test::kLegacyPfx, test::kOpenPfx}) {
    const Buffer sound = hex(digits);
    const bool has_mac = digits != test::kOpenPfx;
    for (std::size_t at = 0; at < sound.size(); ++at) {
      for (const std::uint8_t mask : {0x01, 0x20, 0x80, 0xff}) {
        Buffer changed = sound;
        changed[at] ^= mask;
        CAPTURE(at, int{mask});
        const Found found = opened(changed, "pw");
        for (const std::string& item : found) {
          const bool is_key = item.compare(0, 6, "305930") == 0;
          CHECK((!is_key || item == test::kPfxPublicKey));
        }
        if (has_mac) CHECK((found == kBoth || found.size() == 1));
      }
    }
  }
}

constexpr std::string_view kData = "2a864886f70d010701", kSigned = "2a864886f70d010702",
                           kEnveloped = "2a864886f70d010703";
constexpr std::string_view kEncrypted = "2a864886f70d010706", kKeyBag = "2a864886f70d010c0a0101";
constexpr std::string_view kCertBag = "2a864886f70d010c0a0103", kSafeContentsBag = "2a864886f70d010c0a0106";
constexpr std::string_view kX509 = "2a864886f70d01091601", kPkcs12Des = "2a864886f70d010c0103";

Buffer explicit_0(const Buffer& inside) { return test::tlv(0xa0, {inside}); }
Buffer content_info(std::string_view type, const Buffer& content) { return sequence({oid(type), explicit_0(content)}); }
Buffer pfx_of(const Buffer& authenticated_safe) {
  return sequence({integer("03"), content_info(kData, octet_string(authenticated_safe))});
}
Buffer bag(std::string_view type, const Buffer& value) { return sequence({oid(type), explicit_0(value)}); }
/// A PFX with one plain SafeContents.
Buffer pfx_of_bags(std::initializer_list<Buffer> bags) {
  return pfx_of(sequence({content_info(kData, octet_string(sequence(bags)))}));
}
Buffer encrypted_part(std::string_view count) {
  const Buffer algorithm = sequence({oid(kPkcs12Des), sequence({octet_string(Buffer(8)), integer(count)})});
  return content_info(kEncrypted,
                      sequence({integer("00"), sequence({oid(kData), algorithm, test::tlv(0x80, {Buffer(16)})})}));
}
Buffer repeated(const Buffer& item, std::size_t count) {
  Buffer out;
  for (std::size_t i = 0; i < count; ++i) append(out, item);
  return out;
}

// wincrypt.h: szOID_PKCS_12_PROTECTED_PASSWORD_SECRET_BAG_TYPE_ID; Export-PfxCertificate -ProtectTo writes such a bag.
TEST_CASE("keys::open_pfx: a PFX for Windows accounts is named, with whatever password", "[keys][pkcs12]") {
  const Buffer secret = bag("2a864886f70d010c0a0105", sequence({oid("2b060104018237"
                                                                    "1104"),
                                                                explicit_0(octet_string(hex("00")))}));
  const Buffer file = pfx_of(sequence({content_info(kData, octet_string(sequence({secret}))), encrypted_part("01")}));
  CHECK(opened(file, "pw") == Found{"FORMAT_PFX_FOR_ACCOUNTS"});
  CHECK(opened(file, std::nullopt) == Found{"FORMAT_PFX_FOR_ACCOUNTS"});
  const Buffer without = pfx_of(sequence({encrypted_part("01")}));
  CHECK(opened(without, "pw") == Found{"PASSWORD_WRONG"});
}

TEST_CASE("keys::open_pfx: structures", "[keys][pkcs12]") {
  const Buffer key = bag(kKeyBag, hex(test::kPfxPrivateKeyInfo));
  const Buffer certificate =
      bag(kCertBag, sequence({oid(kX509), explicit_0(octet_string(hex(test::kPfxCertificate)))}));
  const Buffer sdsi = bag(kCertBag, sequence({oid("2a864886f70d01091602"), explicit_0(test::tlv(0x16, {Buffer(3)}))}));
  Buffer nested = sequence({key, certificate});
  for (std::size_t i = 0; i < kMaxPfxNesting; ++i) nested = sequence({bag(kSafeContentsBag, nested)});
  const Buffer too_deep = sequence({bag(kSafeContentsBag, nested)});
  struct Case {
    std::string_view what;
    Buffer file;
    Found found;
  };
  const Case cases[] = {
      {"key and certificate", pfx_of_bags({key, certificate}), kBoth},
      {"nothing", pfx_of(sequence({})), {}},
      {"no bags", pfx_of_bags({}), {}},
      {"bags of other kinds are skipped",
       pfx_of_bags({bag("2a03", integer("01")), sdsi, key}),
       {std::string(test::kPfxPublicKey)}},
      {"SafeContents within each other", pfx_of(sequence({content_info(kData, octet_string(nested))})), kBoth},
      {"one more of them", pfx_of(sequence({content_info(kData, octet_string(too_deep))})), {"DER_TOO_DEEP"}},
      {"a version of its own", sequence({integer("2a"), content_info(kData, octet_string(sequence({})))}), {}},
      {"500 bags",
       pfx_of(sequence({content_info(kData, octet_string(sequence({repeated(bag("2a03", hex("0500")), 500)})))})),
       {}},
      {"501 bags",
       pfx_of(sequence({content_info(kData, octet_string(sequence({repeated(bag("2a03", hex("0500")), 501)})))})),
       {"TOO_MANY_ITEMS"}},
      {"33 parts",
       pfx_of(sequence({repeated(content_info(kData, octet_string(sequence({}))), 33)})),
       {"TOO_MANY_ITEMS"}},
      {"2,000,001 rounds for key and vector", pfx_of(sequence({encrypted_part("3d0901")})), {"KDF_TOO_COSTLY"}},
      {"twice 1,100,000: the sum counts",
       pfx_of(sequence({encrypted_part("3d0900"), encrypted_part("10c8e0")})),
       {"KDF_TOO_COSTLY"}},
      {"signed instead of protected by a password",
       sequence({integer("03"), content_info(kSigned, sequence({}))}),
       {"ENCRYPTION_UNSUPPORTED a digital signature (public-key integrity mode)"}},
      {"encrypted for a certificate",
       pfx_of(sequence({content_info(kEnveloped, sequence({}))})),
       {"ENCRYPTION_UNSUPPORTED a certificate (public-key privacy mode)"}},
      {"unknown content",
       pfx_of(sequence({content_info("2a03", sequence({}))})),
       {"ENCRYPTION_UNSUPPORTED an unknown kind of content"}},
      {"no authSafe", sequence({integer("03")}), {"DER_MALFORMED"}},
      {"authSafe without content", sequence({integer("03"), sequence({oid(kData)})}), {"DER_MALFORMED"}},
      {"authSafe is no SEQUENCE", pfx_of(integer("01")), {"DER_MALFORMED"}},
      {"authSafe is no DER", pfx_of(hex("3005")), {"DER_TRUNCATED"}},
      {"a bag without a value", pfx_of_bags({sequence({oid(kKeyBag)})}), {"DER_MALFORMED"}},
      {"a key that is no SEQUENCE", pfx_of_bags({bag(kKeyBag, integer("01"))}), {"DER_MALFORMED"}},
      {"a certificate that is no SEQUENCE",
       pfx_of_bags({bag(kCertBag, sequence({oid(kX509), explicit_0(octet_string(hex("0500")))}))}),
       {"DER_MALFORMED"}},
      {"a certificate and more",
       pfx_of_bags({bag(kCertBag, sequence({oid(kX509), explicit_0(octet_string(hex("30000500")))}))}),
       {"DER_MALFORMED"}},
      {"an open SafeContents that is cut",
       pfx_of(sequence({content_info(kData, octet_string(hex("300530")))})),
       {"DER_TRUNCATED"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    CHECK(opened(c.file, "pw") == c.found);
  }
}

/// kOpenPfx with a MacData: version and authSafe stand behind the header of the file.
Buffer with_mac(const Buffer& mac_data) {
  const Buffer open = hex(test::kOpenPfx);
  return sequence({Buffer(open.begin() + 4, open.end()), mac_data});
}

Buffer pbmac1(std::string_view prf, std::string_view hash, const Buffer& salt, const Buffer& count,
              const Buffer& key_length, std::string_view mac) {
  const Buffer kdf =
      sequence({oid("2a864886f70d01050c"), sequence({salt, count, key_length, sequence({oid(prf), hex("0500")})})});
  const Buffer algorithm = sequence({oid("2a864886f70d01050e"), sequence({kdf, sequence({oid(hash), hex("0500")})})});
  return sequence({sequence({algorithm, octet_string(hex(mac))}), octet_string(hex("00")), integer("01")});
}

// RFC 9579; its own examples are among the shared vectors.
TEST_CASE("keys::open_pfx: PBMAC1", "[keys][pkcs12]") {
  const Buffer salt = octet_string(hex("0001020304050607"));
  for (const auto& c : test::kPbmac1Cases) {
    CAPTURE(c.prf_oid, c.mac_oid);
    const auto file = [&](const Buffer& with_salt, const Buffer& count, const Buffer& key_length) {
      return with_mac(pbmac1(c.prf_oid, c.mac_oid, with_salt, count, key_length, c.mac));
    };
    const Buffer sound = file(salt, integer("03"), integer("20"));
    CHECK(opened(sound, "pw") == kBoth);
    CHECK(opened(sound, "pw ") == Found{"PASSWORD_WRONG"});
    CHECK(opened(sound, std::nullopt) == Found{"KEY_ENCRYPTED"});
    CHECK(opened(file(salt, integer("04"), integer("20")), "pw") == Found{"PASSWORD_WRONG"});
    CHECK(opened(file(octet_string(hex("0001020304050608")), integer("03"), integer("20")), "pw") ==
          Found{"PASSWORD_WRONG"});
    CHECK(opened(file(salt, integer("03"), integer("21")), "pw") == Found{"PASSWORD_WRONG"});
    CHECK(opened(file(salt, integer("03"), {}), "pw") == Found{"ENCRYPTED_CONTENT_MALFORMED"});
    CHECK(opened(file(salt, integer("03"), integer("100000")), "pw") == Found{"ENCRYPTED_CONTENT_MALFORMED"});
    CHECK(opened(file(salt, integer("77359400"), integer("20")), "pw") == Found{"KDF_TOO_COSTLY"});
  }
}

TEST_CASE("keys::open_pfx: MacData", "[keys][pkcs12]") {
  const auto mac = [](std::string_view hash, std::size_t octets, std::initializer_list<Buffer> rest) {
    Buffer tail;
    for (const Buffer& part : rest) append(tail, part);
    return with_mac(sequence({sequence({sequence({oid(hash), hex("0500")}), octet_string(Buffer(octets))}), tail}));
  };
  const std::string_view sha1 = "2b0e03021a";
  const Buffer salt = octet_string(Buffer(8));
  struct Case {
    std::string_view what;
    Buffer file;
    std::string_view error;
  };
  const Case cases[] = {
      {"sound, wrong password", mac(sha1, 20, {salt}), "PASSWORD_WRONG"},
      {"with a count", mac(sha1, 20, {salt, integer("02")}), "PASSWORD_WRONG"},
      {"no octets of MAC", mac(sha1, 0, {salt}), "ENCRYPTED_CONTENT_MALFORMED"},
      {"four octets of MAC", mac(sha1, 4, {salt}), "ENCRYPTED_CONTENT_MALFORMED"},
      {"no salt", mac(sha1, 20, {}), "ENCRYPTED_CONTENT_MALFORMED"},
      {"count 0", mac(sha1, 20, {salt, integer("00")}), "ENCRYPTED_CONTENT_MALFORMED"},
      {"count -1", mac(sha1, 20, {salt, integer("ff")}), "ENCRYPTED_CONTENT_MALFORMED"},
      {"count 2e9", mac(sha1, 20, {salt, integer("77359400")}), "KDF_TOO_COSTLY"},
      {"count 2^64", mac(sha1, 20, {salt, integer("010000000000000000")}), "KDF_TOO_COSTLY"},
      {"SHA3-256", mac("608648016503040208", 32, {salt}), "MAC_UNSUPPORTED SHA3-256"},
      {"unknown", mac("2a03", 32, {salt}), "MAC_UNSUPPORTED an unknown hash"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    CHECK(opened(c.file, "pw") == Found{std::string(c.error)});
    CHECK(opened(c.file, std::nullopt) ==
          Found{c.error == "PASSWORD_WRONG" ? std::string("KEY_ENCRYPTED") : std::string(c.error)});
  }
}

}  // namespace
}  // namespace popcert::keys
