#include "files/contents.h"

#include <catch_amalgamated.hpp>
#include <sstream>

#include "base/hex.h"
#include "core/fixture.h"
#include "core/keys/key_files.h"
#include "pem/base64.h"
#include "pem/pem.h"
#include "sentences/sentence.h"

namespace popcert::files {
namespace {

using test::fixture;

std::string text_fixture(const std::string& file) {
  const auto octets = fixture(file);
  return {octets.begin(), octets.end()};
}

/// Each item as "key@place", "certificate@place" or its error; or the error of the whole.
std::string summary(Bytes file, std::optional<Password> password = std::nullopt) {
  const auto contents = read_contents(file, password);
  if (!contents) return "!" + std::string(sentence_of(contents.error().code).id);
  REQUIRE(contents->places.size() == contents->items.size());
  std::string out;
  for (std::size_t i = 0; i < contents->items.size(); ++i) {
    if (!out.empty()) out += ' ';
    const auto& item = contents->items[i];
    if (std::holds_alternative<FoundKey>(item)) out += "key";
    if (std::holds_alternative<x509::Certificate>(item)) out += "certificate";
    if (const auto* other = std::get_if<Other>(&item)) out += sentence_of(other->error.code).id;
    if (!contents->places[i].empty()) out += "@" + contents->places[i];
  }
  return out;
}
std::string summary(std::string_view text, std::optional<Password> password = std::nullopt) {
  return summary(as_bytes(text), password);
}

std::string base64(std::string_view text) { return pem::encode_base64(as_bytes(text)); }

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\\n") : std::string(1, c);
  return out;
}

TEST_CASE("files::read_contents: where things are", "[files]") {
  const auto key = text_fixture("keys/p256-pkcs8.pem"), certificate = text_fixture("certs/ca-p256.pem");
  CHECK(summary(key + certificate) == "key certificate");
  CHECK(summary(R"({"data":{"tls.key":")" + base64(key) + R"(","chain":[")" + escaped(certificate) + R"("]}})") ==
        "key@data.tls.key certificate@data.chain[0]");
  CHECK(summary("data:\n  tls.key: " + base64(key) + "\n  tls.crt: " + base64(certificate) + "\n") ==
        "key@data.tls.key certificate@data.tls.crt");
  CHECK(summary("KEY='" + key + "'\nCERT=" + base64(certificate) + "\n") == "key@KEY certificate@CERT");
}

TEST_CASE("files::read_contents: the same object inside something counts once, in a file as often as it is there",
          "[files]") {
  const auto key = text_fixture("keys/p256-pkcs8.pem"), certificate = text_fixture("certs/ca-p256.pem");
  CHECK(summary(R"({"a":")" + escaped(key + certificate) + R"(","b":")" + base64(certificate + key) + R"("})") ==
        "key@a certificate@a");
  CHECK(summary(certificate + certificate) == "certificate certificate");
  CHECK(summary(certificate + "copy: " + base64(certificate)) == "certificate");
}

TEST_CASE("files::read_contents: two levels of encodings, and no more", "[files]") {
  auto text = text_fixture("keys/p256-pkcs8.pem");
  CHECK(summary(text = base64(text)) == "key");
  CHECK(summary(text = base64(text)) == "key");
  CHECK(summary(text = base64(text)) == "!WRAPPED_TOO_DEEP");
  CHECK(summary("key: " + text) == "!WRAPPED_TOO_DEEP");
}

TEST_CASE("files::read_contents: two levels of JSON, and no more", "[files]") {
  const auto key = text_fixture("keys/p256-pkcs8.pem");
  const auto json = [](const std::string& text) {
    std::string out = R"({"s":")";
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c == '\n' ? "\\n" : std::string(1, c);
    }
    return out + "\"}";
  };
  CHECK(summary(json(base64(key))) == "key@s");
  CHECK(summary(json(json(base64(base64(key))))) == "key@s.s");
  // A third is text, in which values are still found, but no key that is itself JSON.
  const auto jwk = text_fixture("wrapped/jwk-inside.json");
  CHECK(summary(jwk) == "key@key");
  CHECK(summary(json(jwk)) == "key@s.key");
  CHECK(summary(json(json(jwk))) == "!JSON_WITHOUT_KEY");
}

TEST_CASE("files::read_contents: what is unwrapped of one file is bounded in count and octets", "[files]") {
  const auto certificate = base64(text_fixture("certs/ca-p256.pem"));
  const std::string text = R"({"a":")" + certificate + R"(","b":")" + certificate + R"("})";
  for (const auto& [count, octets, expected] : {std::tuple{std::size_t{4}, std::size_t{1} << 20, "certificate@a"},
                                                {3, std::size_t{1} << 20, "!WRAPPED_TOO_MUCH"},
                                                {100, 3 * certificate.size() / 2, "!WRAPPED_TOO_MUCH"}}) {
    ReadBudget budget;
    budget.unwrapped = count;
    budget.unwrapped_octets = octets;
    const auto contents = read_contents(as_bytes(text), std::nullopt, budget);
    CAPTURE(count, octets);
    CHECK((contents ? "certificate@" + contents->places[0]
                    : "!" + std::string(sentence_of(contents.error().code).id)) == expected);
  }
}

TEST_CASE("files::read_contents: keys inside are counted like those of the file", "[files]") {
  const auto key = base64(text_fixture("keys/p256-pkcs8.pem"));
  std::string text = "[";
  for (int i = 0; i < 51; ++i) text += (i == 0 ? "\"" : ",\"") + key + "\"";
  CHECK(summary(text + "]") == "!TOO_MANY_ITEMS");
}

TEST_CASE("files::read_contents: JSON without a key, JWE, and keys in vaults", "[files]") {
  CHECK(summary(R"({"error": "not found"})") == "!JSON_WITHOUT_KEY");
  CHECK(summary("[]") == "!JSON_WITHOUT_KEY");
  CHECK(summary(R"({"a": )") == "!JSON_MALFORMED");
  CHECK(summary(R"({"protected":"eyJ","ciphertext":"x"})") == "FORMAT_JWE");
  CHECK(summary("tls:\n  key: ENC[AES256_GCM,data:Tr7o=,iv:1=,tag:k=,type:str]\nsops:\n  version: 3.9\n") ==
        "!FORMAT_ENCRYPTED");
  CHECK(summary(R"({"key":"ENC[AES256_GCM,data:Tr7o=,iv:1=,tag:k=,type:str]","sops":{}})") == "!FORMAT_ENCRYPTED");
  CHECK(summary("eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo.48V1_ALb.5eym8TW.XFBoMYUZ") == "!FORMAT_JWE");
  CHECK(
      summary(
          R"({"key":{"kty":"EC","crv":"P-256","kid":"https://a.vault.azure.net/keys/b","x":"aYQrVzaYX36fsndsB6lvr3K4l6kjcX39WH_JhETwGTQ","y":"h4kVqhI3pWwZTcpdJ16c1375Ftw194GhctQJEUpSNlg","d":null}})") ==
      "OBJECT_IS_KEY_REFERENCE@key");
  CHECK(summary("[section]\nname = value\n") == "!INPUT_NOT_RECOGNIZED");
  CHECK(summary("{{ template }}\n") == "!INPUT_NOT_RECOGNIZED");
  CHECK(summary("[{\"a\": ") == "!JSON_MALFORMED");
  CHECK(summary("[section]\nname = value\n" + base64(text_fixture("keys/p256-pkcs8.pem"))) == "key");
}

TEST_CASE("files::read_contents: the certificates of a JWK", "[files][rfc7517]") {
  const auto x5c = R"(, "x5c": [")" + pem::encode_base64(fixture("certs/ca-p256.der")) + "\"]}";
  const std::string jwk =
      R"({"kty":"EC","crv":"P-256","x":"aYQrVzaYX36fsndsB6lvr3K4l6kjcX39WH_JhETwGTQ","y":"h4kVqhI3pWwZTcpdJ16c1375Ftw194GhctQJEUpSNlg")";
  CHECK(summary(jwk + x5c) == "OBJECT_IS_PUBLIC_KEY certificate@x5c[0]");
  CHECK(summary("{\"keys\": [" + jwk + x5c + "]}") == "OBJECT_IS_PUBLIC_KEY@keys[0] certificate@keys[0].x5c[0]");
  CHECK(summary(jwk + "}") == "!OBJECT_IS_PUBLIC_KEY");
}

TEST_CASE("files::read_contents: what OpenSSL adds to a trusted certificate is left away", "[files]") {
  auto octets = fixture("certs/ca-p256.der");
  octets.insert(octets.end(), {0x30, 0x00});
  const auto pem = [&](const std::string& label) {
    return "-----BEGIN " + label + "-----\n" + pem::encode_base64(octets) + "\n-----END " + label + "-----\n";
  };
  CHECK(summary(pem("TRUSTED CERTIFICATE")) == "certificate");
  CHECK(summary(pem("CERTIFICATE")) == "DER_TRAILING");
}

TEST_CASE("files::read_contents: OpenSSH keys that no tool converts", "[files]") {
  const auto pem = [](std::string_view type) {
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + base64("openssh-key-v1 none " + std::string(type)) +
           "\n-----END OPENSSH PRIVATE KEY-----\n";
  };
  CHECK(summary(pem("ssh-rsa")) == "FORMAT_OPENSSH");
  CHECK(summary(pem("ssh-ed25519")) == "KEY_TYPE_UNSUPPORTED");
}

TEST_CASE("files::read_contents: octets as decimal numbers", "[files]") {
  std::string plain, negative;
  for (const auto octet : fixture("keys/p256-pkcs8.der")) {
    plain += std::to_string(octet) + " ";
    negative += (negative.empty() ? "" : ", ") + std::to_string(static_cast<std::int8_t>(octet));
  }
  CHECK(summary("[" + plain + "]\n") == "key");
  CHECK(summary("[" + negative + "]\n") == "key");
  CHECK(summary("val key = byteArrayOf(" + negative + ")\n") == "key");
  CHECK(summary(plain + text_fixture("certs/ca-p256.pem")) == "key certificate");
}

TEST_CASE("files::read_contents: JSON and PEM in one text", "[files]") {
  const auto key = text_fixture("keys/p256-pkcs8.pem"), certificate = text_fixture("certs/ca-p256.pem");
  const auto json = "{\"cert\": \"" + escaped(certificate) + "\"}\n";
  CHECK(summary(key + json) == "certificate@cert key");
  CHECK(summary(json + key) == "certificate@cert key");
  CHECK(summary(key + json + "{}\n" + json) == "certificate@cert key");
  std::string barren = "text\n";
  for (std::size_t i = 0; i < kMaxBarrenJson; ++i) barren += "{}\n";
  CHECK(summary(barren + json) == "certificate@cert");
  CHECK(summary("[\n[\n[\n[\n" + json) == "certificate@cert");
}

TEST_CASE("files::read_contents: what stands before an END line alone is no value", "[files]") {
  const auto key = text_fixture("keys/p256-pkcs8.pem");
  CHECK(summary(key.substr(key.find('\n') + 1)) == "PEM_BEGIN_MISSING");
  CHECK(summary("-----begin private key-----\n" +
                key.substr(key.find('\n') + 1, key.rfind("-----END") - key.find('\n') - 1) +
                "-----end private key-----\n") == "!INPUT_NOT_RECOGNIZED");
}

TEST_CASE("files::read_contents: all white space taken out", "[files]") {
  for (const auto* file :
       {"keys/p256-pkcs8.pem", "keys/p256-sec1.pem", "keys/rsa2048-pkcs1.pem", "certs/ca-p256.pem"}) {
    auto text = text_fixture(file);
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
    CAPTURE(text);
    CHECK(summary(text) == (text.find("KEY") == text.npos ? "certificate" : "key"));
  }
  CHECK(summary("-----BEGINPROSE-----and-----ENDPROSE-----") == "!INPUT_NOT_RECOGNIZED");
}

TEST_CASE("files::read_contents: octets in other dresses", "[files]") {
  const auto key = fixture("keys/p256-pkcs8.der"), certificate = fixture("certs/ca-p256.der");
  std::string numbers, octal, words;
  for (std::size_t i = 0; i < key.size(); ++i) {
    numbers += "0x" + hex(Bytes(&key[i], 1)) + (i % 8 == 7 ? ", /* to " + std::to_string(i) + " */\n" : ", ");
    char text[8];
    std::snprintf(text, sizeof text, "\\%03o", key[i]);
    octal += text;
  }
  CHECK(summary("unsigned char k[] = {\n" + numbers + "};") == "key");
  CHECK(summary("char k[] = \"" + octal.substr(0, 80) + "\"\n  \"" + octal.substr(80) + "\";") == "key");
  for (std::size_t i = 0; i < certificate.size(); i += 4)
    words += (i % 32 == 0 ? "\n  " : " ") +
             hex(Bytes(certificate).subspan(i, std::min<std::size_t>(4, certificate.size() - i)));
  CHECK(summary(" certificate ca 3A0000000200" + words + "\n  \tquit\n") == "certificate");
}

TEST_CASE("files::read_contents: several objects in digits, and what stands before them", "[files]") {
  const auto key = hex(fixture("keys/p256-pkcs8.der")), other = hex(fixture("keys/p256-other-sec1.der"));
  const auto certificate = hex(fixture("certs/ca-p256.der"));
  CHECK(summary(key + "\n" + other) == "key key");
  CHECK(summary(certificate + "\n" + key + "\n" + certificate) == "certificate key");
  CHECK(summary("03000000010000000400000061626364" + std::string(100, '7') + certificate) == "certificate");
  const auto pem = text_fixture("keys/p256-pkcs8.pem");
  CHECK(summary(hex(as_bytes(pem)) + "00") == "key");
  CHECK(summary(pem::encode_base64(as_bytes(pem + std::string(1, '\0')))) == "key");
  CHECK(summary(text_fixture("certs/ca-p256.pem") + pem::encode_base64(fixture("keys/p256-pkcs8.der"))) ==
        "certificate key");
}

TEST_CASE("files::read_contents: lines that stand each for itself", "[files]") {
  const auto key = text_fixture("keys/p256-pkcs8.pem");
  std::string list, log, syslog, table, entities, numbers;
  std::istringstream lines(key);
  for (std::string line; std::getline(lines, line);) {
    list += (list.empty() ? "[\"" : ",\"") + line + "\"";
    log += R"({"log":")" + line + R"(\n","stream":"stdout","time":"2026-11-27T00:00:0)" +
           std::to_string(log.size() % 7) + R"(.123456789Z"})" + "\n";
    syslog += line + "#012";
    const bool last = line.find("END") != line.npos;
    table += " " + line + std::string(64 - line.size(), ' ') + (last ? "\n" : "+\n");
  }
  for (const char c : key) entities += "&#" + std::to_string(static_cast<int>(c)) + ";";
  const auto der = fixture("keys/p256-pkcs8.der");
  for (std::size_t i = 0; i < der.size(); ++i)
    numbers += (i == 0 ? "{\"" : ",\"") + std::to_string(i) + "\":" + std::to_string(der[i]);
  CHECK(summary(list + "]") == "key");
  CHECK(summary(R"({"a":)" + list + "]}") == "key@a");
  CHECK(summary(log) == "key@log");
  CHECK(summary("app: " + syslog) == "key@app");
  CHECK(summary(table) == "key");
  CHECK(summary(entities) == "key");
  CHECK(summary(R"({"key":)" + numbers + "}}") == "key@key");
}

TEST_CASE("files::read_contents: .NET's keys in entities, and in JSON", "[files]") {
  const auto xml = text_fixture("wrapped/key.xml");
  std::string entities, json;
  for (const char c : xml) entities += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '+' ? "&#x2B;" : std::string(1, c);
  CHECK(summary("<add key=\"Ca\" value=\"" + entities + "\"/>") == "key");
  for (const std::string name : {"Modulus", "Exponent", "D", "P", "Q", "DP", "DQ", "InverseQ"}) {
    const auto open = xml.find("<" + name + ">") + name.size() + 2;
    json += (json.empty() ? "" : ",") + ("\"" + name + "\":\"") + xml.substr(open, xml.find('<', open) - open) + "\"";
  }
  CHECK(summary("{" + json + "}") == "key");
  CHECK(summary("{\"rsa\":{\"m\"" + json.substr(9) + "}}") == "!JSON_WITHOUT_KEY");
  json[1] = 'm';
  CHECK(summary("{\"rsa\":{" + json + "}}") == "key@rsa");
}

TEST_CASE("files::read_contents: other programs' files are named, also inside", "[files]") {
  const auto keystore = fixture("wrong/keystore.jks");
  CHECK(summary("keystore.jks: " + pem::encode_base64(keystore)) == "FORMAT_JAVA_KEYSTORE@keystore.jks");
  CHECK(summary(test::hex("6b796368000100000000001400000000")) == "!FORMAT_KEYCHAIN");
  CHECK(summary(test::hex("00000020010100024b42586600000000")) == "!FORMAT_KEYBOX");
  CHECK(summary(test::hex("0000000043455254"
                          "0300000001000000")) == "!FORMAT_SERIALIZED_STORE");
  CHECK(summary(std::string_view("SQLite format 3\0....", 20)) == "!FORMAT_SQLITE");
  CHECK(summary(test::hex("03d9a29a67fb4bb50000030002100000")) == "!FORMAT_ENCRYPTED");  // KeePass
  CHECK(summary(std::string_view("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj")) == "!FORMAT_DOCUMENT");
  const auto certificate = fixture("certs/ca-p256.pem");
  for (const std::string start : {"\n<!DOCTYPE html>\n<html>", "<html lang=en>", "<HTML>"}) {
    CAPTURE(start);
    CHECK(summary(start + "<body><p>Sign in</p></body></html>\n") == "!FORMAT_DOCUMENT");
    CHECK(summary(start + "<pre>\n" + std::string(certificate.begin(), certificate.end()) + "</pre></html>\n") ==
          "certificate");
  }
  for (const auto* text : {"subject=CN = CA\nissuer=CN = CA\n", "sha256 Fingerprint=AB:CD\n",
                           "    0:d=0  hl=4 l= 400 cons: SEQUENCE\n   60:d=3  hl=2 l=  13 prim: UTCTIME\n",
                           "ca, Nov 27, 2026, PrivateKeyEntry, \nCertificate fingerprint (SHA-256): AB:CD\n"}) {
    CAPTURE(text);
    CHECK(summary(text) == "!OBJECT_IS_PRINTOUT");
  }
  for (const auto* file : {"certificate-printout.txt", "key-printout.txt", "certificate-printout-short.txt"}) {
    CAPTURE(file);
    CHECK(summary(fixture("wrapped/" + std::string(file))) == "!OBJECT_IS_PRINTOUT");
  }
}

TEST_CASE("files::read_contents: the form of the password that opened is said", "[files][rfc8018]") {
  const auto file = fixture("wrapped/password-line-end.pem");
  const auto contents = read_contents(file, as_bytes("correct horse"));
  REQUIRE(contents);
  CHECK(contents->password_form == "a line break at its end");
  CHECK(contents->private_keys().size() == 1);
  CHECK(summary(file, as_bytes("correct horse\n")) == "key");
  CHECK(summary(file, as_bytes("wrong")) == "PASSWORD_WRONG");
  CHECK(summary(file) == "KEY_ENCRYPTED");
  // A line break that was given may have come with the file it was read from, where a MAC proves the rest.
  CHECK(summary(fixture("pfx/modern-p256.p12"), as_bytes("correct horse\n")) == "key certificate");
  CHECK(summary(fixture("encrypted/pbes2-aes-256-cbc.der"), as_bytes("correct horse\n")) == "PASSWORD_WRONG");
  CHECK(summary(fixture("encrypted/pbes2-aes-256-cbc.der"), as_bytes(" correct horse ")) == "key");
}

}  // namespace
}  // namespace popcert::files
