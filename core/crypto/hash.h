#pragma once

#include <cstddef>
#include <cstdint>

namespace popcert::crypto {

enum class Hash : std::uint8_t { kMd5, kSha1, kSha224, kSha256, kSha384, kSha512 };

std::size_t digest_octets(Hash hash);

}  // namespace popcert::crypto
