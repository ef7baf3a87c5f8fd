#pragma once

#include <string_view>

#include "base/secret.h"

namespace popcert::pem {

/// `encode_pem` for octets that are secret: neither a branch nor an address depends on one, and nothing grows.
Secret encode_secret_pem(std::string_view label, Bytes der);

}  // namespace popcert::pem
