#pragma once

#include <catch_amalgamated.hpp>
#include <string>

#include "base/result.h"
#include "core/crypto/hex.h"
#include "core/fixture.h"
#include "crypto/key.h"
#include "sentences/sentence.h"
#include "x509/public_key_info.h"

namespace popcert::test {

/// The id of the error, with its name where it has one: "KEY_TYPE_UNSUPPORTED DSA"; "" for none.
template <class T>
std::string error_of(const Result<T>& result) {
  if (result) return "";
  std::string out(sentence_of(result.error().code).id);
  if (!result.error().name.empty()) out.append(" ").append(result.error().name);
  return out;
}

/// The public half as OpenSSL writes it (openssl pkey -pubout -outform DER), in hexadecimal; or the error.
inline std::string public_half(const Result<crypto::PrivateKey>& key) {
  return key ? to_hex(x509::encode_public_key_info(crypto::public_key_of(*key))) : error_of(key);
}

inline std::string public_half_of_fixture(const std::string& key) {
  return to_hex(fixture("keys/" + key + "-spki.der"));
}

/// The octets between the BEGIN and END lines of a file that OpenSSL wrote, by a decoder of its own.
inline Buffer pem_fixture(const std::string& path) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto file = fixture(path);
  const std::string text(file.begin(), file.end());
  auto at = text.find('\n', text.find("-----BEGIN"));
  Buffer out;
  unsigned bits = 0, held = 0;
  for (; text[at] != '-' && text[at] != '='; ++at) {
    const auto value = kDigits.find(text[at]);
    if (value == kDigits.npos) continue;
    bits = bits << 6 | static_cast<unsigned>(value);
    held += 6;
    if (held >= 8) out.push_back(static_cast<std::uint8_t>(bits >> (held -= 8)));
  }
  return out;
}

}  // namespace popcert::test
