#pragma once

#include <catch_amalgamated.hpp>
#include <fstream>
#include <iterator>
#include <string>

#include "base/bytes.h"

namespace popcert::test {

/// A file that tests/vectors/make-fixtures made with OpenSSL, such as "certs/ca-p256.der".
inline Buffer fixture(const std::string& path) {
  std::ifstream file(std::string(POPCERT_FIXTURES_DIR) + "/" + path, std::ios::binary);
  INFO("run tests/vectors/make-fixtures first; it makes " << path);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace popcert::test
