#include "crypto/explicit_curve.h"

#include <catch_amalgamated.hpp>

#include "core/fixture.h"
#include "der/reader.h"
#include "files/kind.h"
#include "pem/pem.h"

namespace popcert::crypto {
namespace {

/// The parameters that OpenSSL wrote into a SEC 1 key (openssl ec -param_enc explicit).
Buffer parameters_of(const std::string& file) {
  const auto text = test::fixture(file);
  const auto blocks = pem::blocks(text);
  for (const auto& block : *blocks) {
    auto key = der::enter_whole(block.der.expose());
    if (!key || !key->read(der::Tag::kInteger) || !key->read(der::Tag::kOctetString)) continue;
    auto wrapped = key->enter(der::context_constructed(0));
    return to_buffer(*wrapped->read(der::Tag::kSequence));
  }
  return {};
}

TEST_CASE("crypto::curve_of_parameters: our curves, as OpenSSL writes them out", "[crypto]") {
  CHECK(curve_of_parameters(der::Reader(parameters_of("wrapped/explicit-p256.pem"))) == Curve::kP256);
  CHECK(curve_of_parameters(der::Reader(parameters_of("wrapped/explicit-p384.pem"))) == Curve::kP384);
  CHECK(curve_of_parameters(der::Reader(parameters_of("wrapped/explicit-p521.pem"))) == Curve::kP521);
  CHECK(curve_of_parameters(der::Reader(parameters_of("wrapped/explicit-compressed.pem"))) == Curve::kP256);
}

// CVE-2020-0601: a curve with another generator is another curve.
TEST_CASE("crypto::curve_of_parameters: one bit off is another curve", "[crypto]") {
  const auto sound = parameters_of("wrapped/explicit-p256.pem");
  constexpr std::uint8_t kSeed[] = {0x03, 0x15, 0x00};  // BIT STRING of 160 bits
  const auto seed = static_cast<std::size_t>(std::search(sound.begin(), sound.end(), kSeed, kSeed + 3) - sound.begin());
  REQUIRE(seed < sound.size());
  for (std::size_t i = 0; i < sound.size(); ++i) {
    auto changed = sound;
    changed[i] ^= 2;
    CAPTURE(i);
    // The version has three values, and the seed is no part of the curve.
    const bool harmless = i == 2 || (i >= seed + 2 && i < seed + 23);
    CHECK((curve_of_parameters(der::Reader(changed)) == Curve::kP256) == harmless);
  }
  for (std::size_t size = 0; size < sound.size(); ++size) {
    CAPTURE(size);
    const bool without_cofactor = size + 3 == sound.size();
    CHECK(curve_of_parameters(der::Reader(Bytes(sound).first(size))).has_value() == without_cofactor);
  }
}

}  // namespace
}  // namespace popcert::crypto
