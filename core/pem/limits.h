#pragma once

#include <cstddef>

namespace popcert::pem {

/// Four MiB: the largest chain of certificates that anybody uses is a hundredth of this.
inline constexpr std::size_t kMaxInputOctets = std::size_t{4} << 20;

/// A bundle of every public root CA has some 150.
inline constexpr std::size_t kMaxBlocks = 1024;

/// "ENCRYPTED PRIVATE KEY" has 21 characters, the longest label that openssl knows 26.
inline constexpr std::size_t kMaxLabelOctets = 64;

/// RFC 1421 header fields of one block, and the octets of one value. OpenSSL writes two fields of 50 octets at most.
inline constexpr std::size_t kMaxHeaders = 32;
inline constexpr std::size_t kMaxHeaderOctets = 1024;

}  // namespace popcert::pem
