// What is given as the signature of a device: the readings of a file are bounded, each is there once, and the first is the file.

#include "files/signature_readings.h"

#include <algorithm>

#include "base/limits.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes file(data, size);
  const auto readings = files::signature_readings(file);
  if (readings.empty() || readings.size() > kMaxSignatureReadings) __builtin_trap();
  if (!equal(readings.front().octets, file) || !readings.front().how.empty()) __builtin_trap();
  for (std::size_t i = 0; i < readings.size(); ++i) {
    // Nothing is longer than what it was read from, but for r or s that was short.
    if (readings[i].octets.size() > 2 * size) __builtin_trap();
    for (std::size_t j = 0; j < i; ++j) {
      if (readings[i].octets == readings[j].octets) __builtin_trap();
    }
  }
  return 0;
}
