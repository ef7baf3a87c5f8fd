#pragma once

#include <catch_amalgamated.hpp>
#include <string>

#include "base/bytes.h"
#include "proof/create.h"
#include "x509/certificate.h"

/// What a request for a proof needs beside the files of a CA.
namespace popcert::test {

inline const std::string kCode = "106A5SD242AF512B3498BD6098C4941E66R34H268DDB3288";

/// The same each time, and random as far as the core can tell.
inline Buffer random_octets() {
  Buffer out;
  for (std::size_t i = 0; i < popcert::kRandomOctets; ++i) out.push_back(static_cast<std::uint8_t>(i * 7 + 1));
  return out;
}

/// A time at which this CA is valid: those of the fixtures are from the moment in which they were made.
inline UnixSeconds hour_after_start(Bytes certificate) {
  const auto ca = x509::decode_certificate(certificate);
  REQUIRE(ca);
  return ca->not_before + 3600;
}

}  // namespace popcert::test
