#include "files/signature_readings.h"

#include <catch_amalgamated.hpp>

#include "base/hex.h"
#include "base/limits.h"
#include "core/crypto/hex.h"
#include "pem/base64.h"

using namespace popcert;
using files::signature_readings;

namespace {

Buffer signature() {
  Buffer out;
  for (unsigned i = 0; i < 64; ++i) out.push_back(static_cast<std::uint8_t>(i * 37 + 200));
  return out;
}

std::optional<std::string> how(Bytes file) {
  for (const auto& reading : signature_readings(file)) {
    if (reading.octets == signature()) return reading.how;
  }
  return std::nullopt;
}

std::optional<std::string> how(const std::string& text) { return how(as_bytes(text)); }

}  // namespace

TEST_CASE("files::signature_readings: what tools and services give", "[files]") {
  const auto octets = signature();
  const auto base64 = pem::encode_base64(octets), digits = hex(octets);
  std::string url = base64, dashes, numbers, utf16 = "\xff\xfe";
  for (auto& c : url) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (url.ends_with('=')) url.pop_back();
  for (std::size_t i = 0; i < digits.size(); i += 2) dashes += (i > 0 ? "-" : "") + digits.substr(i, 2);
  for (const auto octet : octets) numbers += std::to_string(octet) + "\r\n";
  for (const char c : base64 + "\r\n") utf16 += {c, '\0'};

  CHECK(how(octets) == "");
  CHECK(how(base64) == "base64");
  CHECK(how(base64 + "\r\n") == "base64");
  CHECK(how(pem::encode_base64(octets, 32)) == "base64");
  CHECK(how(url) == "base64");
  CHECK(how(utf16) == "base64");
  CHECK(how(digits) == "hexadecimal digits");
  CHECK(how("0x" + digits) == "hexadecimal digits");
  CHECK(how(dashes) == "hexadecimal digits");
  CHECK(how(numbers) == "decimal numbers");
  CHECK(how("EC-SHA2-256(NAME.tbs)= " + digits + "\n") == "hexadecimal digits");
  CHECK(how("{\"KeyId\": \"a\", \"Signature\": \"" + base64 + "\"}") == "base64");
  CHECK(how("vault:v12:" + base64 + "\n") == "base64");
  CHECK(how("Key          Value\n---          -----\nsignature    vault:v1:" + base64 + "\n") == "base64");
  CHECK(how("-----BEGIN SIGNATURE-----\n" + base64 + "\n-----END SIGNATURE-----\n") == "base64");
  CHECK(how(pem::encode_base64(as_bytes(base64))) == "base64 in base64");

  Buffer tpm = test::hex("0018000b0020");
  append(tpm, Bytes(octets).first(32));
  append(tpm, test::hex("0020"));
  append(tpm, Bytes(octets).subspan(32));
  CHECK(how(tpm) == "a TPM's structure");
  Buffer string = test::hex("0440");
  append(string, octets);
  CHECK(how(string) == "a string of ASN.1");
  Buffer line = octets;
  append(line, as_bytes("\r\n"));
  CHECK(how(line) == "");
}

TEST_CASE("files::signature_readings are bounded, whatever the file", "[files]") {
  std::string text;
  for (unsigned i = 0; i < 3000; ++i) text += std::string(48, "0123456789abcdef"[i % 16]) + std::to_string(i) + "\n";
  CHECK(signature_readings(as_bytes(text)).size() <= kMaxSignatureReadings);
  CHECK(signature_readings(Bytes()).size() == 1);
  for (std::size_t length = 0; length < 12; ++length) {
    CHECK_FALSE(signature_readings(Bytes(test::hex("0018000bffff0001ffff0020")).first(length)).empty());
  }
}
