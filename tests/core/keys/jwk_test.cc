#include "keys/jwk.h"

#include <catch_amalgamated.hpp>

#include "core/keys/key_files.h"

namespace popcert::keys {
namespace {

// kP256 is the EC key of RFC 7517 A.2. The others: openssl genpkey -algorithm ..., then in Node 20
// createPrivateKey(pem).export({format: 'jwk'}); public halves: openssl pkey -pubout -outform DER.
constexpr std::string_view kRsa =
    R"({"kty":"RSA","n":"rRVCynm_Z0oJENV9Mi49ckjM_0zcF9GlmHYluUi0VWjG7x94aoZP9d6EI69-36ZuGXn4Z9hEOwRJ7VSqjV)"
    R"(iK3jjlJIAEUrBJ_skMnHC5QmZJRop03ORqSbP6Oen_8HlqzQnRanNidAu3zVM06HgmAP_69MIZq2kV0QK8BsQ9vJth9sCRdybID4)"
    R"(2h5dVbffCMmC7MSD4Vk6jssckUuOFbZOX9W1rmOzgPq1Z3pYOUf6C6q9VETLCWk3S6xkh9fDTGItGAVLqzOCE9J3bKlOSoi6smq5)"
    R"(pb_CF13kcH9e2RD_DuEOI5qqtyVfVbFM5-SFtwc7d5dOfaSHFaK2OIJ2IxxQ","e":"AQAB","d":"QPpP2kqNkD3LnH3BZALW_5)"
    R"(4UE64rnGeQtuV38RC53qyYrnHOl5M31pKEYg9C3ryQ7dCL8JRQvSU1ibs00h6Q9689WxAST2auSM_6g4qQCjzzOl_FUp4Pxv6hrH)"
    R"(dMJd-3OCV88G1D41P420TnAnUEs3BmKtfpoh-v2IkhxJqMoM7HUVcwTc8tQ0G-j8ltiKdHGzMD18Hky6RZ9_FurCzbzehUvZ34_q)"
    R"(txjbZt2ZlClvfixurtPdmql63m_GNjC-3VBZ-ckzr8rByCpR3JhJfDco7231X-0NnyQ5Wj4fOIFgODQa-GjLseDS4qvbuN8IwvJo)"
    R"(eb47LYA5je5gX5tw7TKw","p":"7rhGXEgOjbfyOnUHrYfYjlh835IRu-2zwHVqTVCWb27mS0Fm6j10mmcoDDaAF8wbhgEFS0EOC)"
    R"(kFJ8BcC_TURZhuFEAYLVRf7QL6PgelS8AKZmKf1iKpTj4z632czadrimxw7thzlal4rh2OAzSSyRbE7u2IeTC-y4CmDIQFPK28",)"
    R"("q":"uZyrNW2yWKsYzVYyqYMmwVPf0h5l3Qg59ubc3vqWQ8Qi85tTsEcSn1O3WWAcy52jif2PubELaRoAOm_RWblW_Aq5xHWqs7i)"
    R"(zIfXPGefzrF5csKzqBcJuRWdPcQm4e5YY7d0Ug2p2XgkBpT7gWVXfyUCC8uQrnsV1Tvp8MI2f7As","dp":"5D5yn6cRqzS2OGhO)"
    R"(9_8L8kXu10BtDlce56QcCGJGA7NwI4Ib6VjrFPoOk2bEoHw50K1HJ4XC69Ey5YjLBdhok006s3BkA29Tfrr0sUyqTOrfetMUcyAP)"
    R"(lxA_iby9rrdmtNGQ0fXc8A-r5N4hd4NfpDzqFKaiu0tb5vIp-zOqQ6c","dq":"Ad0S0vyA9-bv3s_ovk70yqge7Ssk9q0od9Qlj)"
    R"(4-QhqmneC6tDm4IP9VFV_5hC6JPjAkhskmWxb1fFzccMPxtZSZuawyLZDaMheDD7Yyoo6hm4dc6mkgzdzrsT0Q7t_Hv2iOIGzGsc)"
    R"(pFAlPomon78OjcNmYa08WkmHl7hdFNXsbU","qi":"NRa7dmVAHWEfPcn49p9cvLDVtBi3fIqo-Gt6NJUxvQwfD02aCMMX4SR8p7)"
    R"(x5HnE4LhF8tKGBsIkvyeLgoOABkh2wT7FbR42VqRq4S5Xzl7XnTYLFvm4YHIV9qF2wnSJMF3MUXOWwkFHIZoSETOiJUQhnj8eG7G)"
    R"(Pk2qYIKlV00to"})";
constexpr std::string_view kRsaPublic =
    "30820122300d06092a864886f70d01010105000382010f003082010a0282010100ad1542ca79bf674a0910d57d322e3d7248"
    "ccff4cdc17d1a5987625b948b45568c6ef1f786a864ff5de8423af7edfa66e1979f867d8443b0449ed54aa8d588ade38e524"
    "800452b049fec90c9c70b9426649468a74dce46a49b3fa39e9fff0796acd09d16a7362740bb7cd5334e8782600fffaf4c219"
    "ab6915d102bc06c43dbc9b61f6c0917726c80f8da1e5d55b7df08c982ecc483e1593a8ecb1c914b8e15b64e5fd5b5ae63b38"
    "0fab5677a583947fa0baabd5444cb0969374bac6487d7c34c622d18054bab338213d2776ca94e4a88bab26ab9a5bfc2175de"
    "4707f5ed910ff0ee10e239aaab7255f55b14ce7e485b7073b77974e7da48715a2b6388276231c50203010001";
constexpr std::string_view kP384 =
    R"({"kty":"EC","x":"5FbRbfkRLlU5PO1_yWbBYafRL1M0sjYVnzrSePGLhi2ar9uuuen_rOTpRZ2W6hvC","y":"_ttOCfjGzKm2)"
    R"(srH9M5lNOQwHGDzsaa75gZo9wtbMT1wpQJfLltAXb-8DR4ditf-u","crv":"P-384","d":"KyM0QSmUSXz66T9wM7ruozHSpp-)"
    R"(wYlnMg6cy-L3fXojlSSHouawXj9hP9k-913eG"})";
constexpr std::string_view kP384Public =
    "3076301006072a8648ce3d020106052b8104002203620004e456d16df9112e55393ced7fc966c161a7d12f5334b236159f3a"
    "d278f18b862d9aafdbaeb9e9fface4e9459d96ea1bc2fedb4e09f8c6cca9b6b2b1fd33994d390c07183cec69aef9819a3dc2"
    "d6cc4f5c294097cb96d0176fef03478762b5ffae";
constexpr std::string_view kP521 =
    R"({"kty":"EC","x":"AE9jJ4UbBA2AO23L2kiZ82dDPsZ0Kf25oUjG83wrzknP_KwZxw5Q9xF38GQeG24c5dcefjIeuC0oLT5Za_c)"
    R"(j5-yK","y":"Aa7sQXmyhVEbYe64ZZUpMMY35iPOMhB5Q-SXLS_XGc4-4wDBuVbcp8mmvQmgkf0N85-V0ziGZuEtD7pDNQB5SeFD)"
    R"(","crv":"P-521","d":"ALs5UEqeFAtvqWhWN7iahy8F2CgsHOwcfenWj2Bz0pApevSU7gbzc1wWddZ0Jmm7qwVmfq_x2HnODbd)"
    R"(MQUnCRfm6"})";
constexpr std::string_view kP521Public =
    "30819b301006072a8648ce3d020106052b810400230381860004004f6327851b040d803b6dcbda4899f367433ec67429fdb9"
    "a148c6f37c2bce49cffcac19c70e50f71177f0641e1b6e1ce5d71e7e321eb82d282d3e596bf723e7ec8a01aeec4179b28551"
    "1b61eeb865952930c637e623ce32107943e4972d2fd719ce3ee300c1b956dca7c9a6bd09a091fd0df39f95d3388666e12d0f"
    "ba4335007949e143";
constexpr std::string_view kP256 =
    R"({"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfv)"
    R"(VHuhp7x8PxltmWWlbbM4IFyM","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"})";
constexpr std::string_view kP256Public =
    "3059301306072a8648ce3d020106082a8648ce3d0301070342000430a0424cd21c2944838a2d75c92b37e76ea20d9f00893a"
    "3b4eee8a3c0aafec3ee04b65e92456d9888b52b379bdfbd51ee869ef1f0fc65b6659695b6cce081723";

std::string decoded(std::string_view json) { return test::public_half(decode_jwk(as_bytes(json))); }

/// The text with one part of it replaced.
std::string with(std::string_view json, std::string_view part, std::string_view by) {
  std::string out(json);
  const auto at = out.find(part);
  REQUIRE(at != out.npos);
  return out.replace(at, part.size(), by);
}

/// The text without the member of this name; a string with its comma behind or before it.
std::string without(std::string_view json, const std::string& name) {
  std::string out(json);
  const auto at = out.find("\"" + name + "\":\"");
  REQUIRE(at != out.npos);
  const auto end = out.find('"', at + name.size() + 4) + 1;
  return out[end] == ',' ? out.erase(at, end + 1 - at) : out.erase(at - 1, end - at + 1);
}

TEST_CASE("keys::decode_jwk: keys", "[keys][jwk]") {
  CHECK(decoded(kP256) == kP256Public);
  CHECK(decoded(kP384) == kP384Public);
  CHECK(decoded(kP521) == kP521Public);
  CHECK(decoded(kRsa) == kRsaPublic);
  CHECK(decoded(" \r\n\t" + std::string(kP256) + "\n") == kP256Public);
  const auto with_more =
      with(kP256, "{", R"({"ext":true,"key_ops":["sign"],"x5c":["a\/b",{"y":-1.5e+3}],"kid":"\u00e9\"",)");
  CHECK(decoded(with_more) == kP256Public);
}

TEST_CASE("keys::decode_jwk: sets", "[keys][jwk]") {
  const auto set = [](std::initializer_list<std::string> keys) {
    std::string out = R"({"keys":[)";
    for (const auto& key : keys) out += (out.back() == '[' ? "" : ",") + key;
    return out + "]}";
  };
  const std::string key(kP256), other(kP384), public_key = without(kP384, "d");
  CHECK(decoded(set({key})) == kP256Public);
  CHECK(decoded(set({public_key, key, public_key})) == kP256Public);
  CHECK(decoded(set({key, other})) == "KEY_AMBIGUOUS");
  CHECK(decoded(set({public_key})) == "OBJECT_IS_PUBLIC_KEY");
  CHECK(decoded(set({public_key, public_key})) == "KEY_MISSING");
  CHECK(decoded(set({})) == "KEY_MISSING");
  CHECK(decoded(set({"1"})) == "JSON_MALFORMED");
}

TEST_CASE("keys::decode_jwk: what is no usable key", "[keys][jwk]") {
  struct Case {
    std::string_view what;
    std::string json;
    std::string_view error;
  };
  const Case cases[] = {
      {"public EC", without(kP256, "d"), "OBJECT_IS_PUBLIC_KEY"},
      {"public RSA", R"({"kty":"RSA","n":"AQAB","e":"AQAB"})", "OBJECT_IS_PUBLIC_KEY"},
      {"n, e and d alone", R"({"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB"})",
       "KEY_TYPE_UNSUPPORTED RSA without its primes (a JWK of n, e and d only)"},
      {"three primes", with(kRsa, "{", R"({"oth":[],)"), "KEY_TYPE_UNSUPPORTED RSA with more than two primes"},
      {"no n", without(kRsa, "n"), "KEY_MALFORMED"},
      {"no p", without(kRsa, "p"), "KEY_MALFORMED"},
      {"no qi", without(kRsa, "qi"), "KEY_MALFORMED"},
      {"no x", without(kP256, "x"), "KEY_MALFORMED"},
      {"no y", without(kP256, "y"), "KEY_MALFORMED"},
      {"no crv", without(kP256, "crv"), "KEY_MALFORMED"},
      {"no kty", without(kP256, "kty"), "INPUT_NOT_RECOGNIZED"},
      {"crv of another key", with(kP256, "P-256", "P-384"), "EC_POINT_INVALID"},
      {"crv P-224", with(kP256, "P-256", "P-224"), "CURVE_UNSUPPORTED P-224"},
      {"crv unknown", with(kP256, "P-256", "p-256"), "CURVE_UNSUPPORTED a curve that popcert does not know"},
      {"d of another key", with(kP256, "870MB6gf", "870MB6gg"), "EC_PUBLIC_KEY_MISMATCH"},
      {"d = 0", with(kP256, "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE", "AA"), "EC_SCALAR_OUT_OF_RANGE"},
      {"a point that is none", with(kP256, "4Etl6SRW", "4Etl6SRX"), "EC_POINT_INVALID"},
      {"x with an octet too many", with(kP256, R"("x":")", R"("x":"AAAA)"), "KEY_MALFORMED"},
      {"d is empty", R"({"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":""})", "KEY_MALFORMED"},
      {"d is a number", R"({"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":1})", "KEY_MALFORMED"},
      {"base64 instead of base64url", with(kP256, "870MB6gf", "870MB6g/"), "BASE64_MALFORMED"},
      {"padding", with(kP256, "3eAE", "3eAE="), "BASE64_MALFORMED"},
      {"escapes in a number", with(kP256, "870MB6gf", R"(870MB6g\u0066)"), "BASE64_MALFORMED"},
      {"oct", R"({"kty":"oct","k":"AA"})", R"(KEY_TYPE_UNSUPPORTED "oct" (a secret for symmetric algorithms))"},
      {"Ed25519", R"({"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"})", "KEY_TYPE_UNSUPPORTED Ed25519"},
      {"OKP unknown", R"({"kty":"OKP"})", "KEY_TYPE_UNSUPPORTED OKP"},
      {"kty unknown", R"({"kty":"AKP"})", "KEY_TYPE_UNSUPPORTED unknown"},
      {"kty a number", R"({"kty":1})", "KEY_TYPE_UNSUPPORTED unknown"},
      {"an object without kty", R"({"name":"x"})", "INPUT_NOT_RECOGNIZED"},
      {"an array", "[1]", "INPUT_NOT_RECOGNIZED"},
      {"an RSA key of which a number is changed", with(kRsa, R"("qi":")", R"("qi":"AQAA)"),
       "RSA_INCONSISTENT qinv*q = 1 mod p"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    CHECK(decoded(c.json) == c.error);
  }
}

TEST_CASE("keys::decode_jwk: JSON that is none", "[keys][jwk]") {
  const std::string_view broken[] = {
      "",
      " ",
      "{",
      "}",
      "{]",
      R"({"kty")",
      R"({"kty":})",
      R"({"kty":"EC",})",
      R"({,"kty":"EC"})",
      R"({"kty" "EC"})",
      R"({kty:"EC"})",
      R"({'kty':'EC'})",
      R"({"kty":"EC"} x)",
      R"({"kty":"EC"}{})",
      R"({"a":01})",
      R"({"a":1.})",
      R"({"a":.5})",
      R"({"a":+1})",
      R"({"a":1e})",
      R"({"a":-})",
      R"({"a":tru})",
      R"({"a":True})",
      R"({"a":NaN})",
      R"({"a":[1,]})",
      R"({"a":[1 2]})",
      R"({"a":"x)",
      R"({"a":"\x"})",
      R"({"a":"\u12g4"})",
      R"({"a":"\u12)",
      "{\"a\":\"\n\"}",
      R"({"kty":"EC","kty":"EC"})",
      R"({"kty":"EC","\u006bty":"EC"})",
      "// x\n{}",
  };
  for (const auto json : broken) {
    CAPTURE(json);
    CHECK(decoded(json) == "JSON_MALFORMED");
  }
  for (std::size_t size = 0; size < kP256.size(); ++size) CHECK(decoded(kP256.substr(0, size)) == "JSON_MALFORMED");
}

TEST_CASE("keys::decode_jwk: nesting has a bound", "[keys][jwk]") {
  const auto nested = [](std::size_t depth) {
    return R"({"kty":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  CHECK(decoded(nested(15)) == "KEY_TYPE_UNSUPPORTED unknown");
  CHECK(decoded(nested(16)) == "DER_TOO_DEEP");
  CHECK(decoded(nested(1'000'000)) == "DER_TOO_DEEP");
  CHECK(decoded(std::string(1'000'000, '[')) == "DER_TOO_DEEP");
}

}  // namespace
}  // namespace popcert::keys
