#include "pem/secret_pem.h"

#include "pem/pem.h"

#include <catch_amalgamated.hpp>

namespace popcert::pem {
namespace {

TEST_CASE("encode_secret_pem: octet by octet what encode_pem makes of it", "[pem][devpki]") {
  for (std::size_t size = 0; size < 200; ++size) {
    Buffer octets(size);
    for (std::size_t i = 0; i < size; ++i) octets[i] = static_cast<std::uint8_t>(i * 73 + size * 11);
    const Secret made = encode_secret_pem("PRIVATE KEY", octets);
    CHECK(equal(made.expose(), as_bytes(encode_pem("PRIVATE KEY", octets))));
  }
}

TEST_CASE("encode_secret_pem: every digit of the alphabet", "[pem][devpki]") {
  Buffer octets;
  for (std::uint32_t i = 0; i < 64; i += 4) {
    const std::uint32_t group = i << 18 | (i + 1) << 12 | (i + 2) << 6 | (i + 3);
    for (int shift = 16; shift >= 0; shift -= 8) octets.push_back(static_cast<std::uint8_t>(group >> shift));
  }
  const Secret made = encode_secret_pem("X", octets);
  const std::string text(made.expose().begin(), made.expose().end());
  CHECK(text.find("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\n") != text.npos);
}

}  // namespace
}  // namespace popcert::pem
