#pragma once

#include "core/der/build.h"

// Name constraints (RFC 5280 4.2.1.10) out of their parts.
namespace popcert::test {

inline Buffer text(std::string_view characters) { return to_buffer(as_bytes(characters)); }
inline Buffer subtree(const Buffer& base, const Buffer& bounds = {}) { return sequence({base, bounds}); }
inline Buffer permitted(std::initializer_list<Buffer> subtrees) { return sequence({tlv(0xa0, subtrees)}); }
inline Buffer excluded(std::initializer_list<Buffer> subtrees) { return sequence({tlv(0xa1, subtrees)}); }
inline Buffer dns(std::string_view host) { return tlv(0x82, {text(host)}); }

}  // namespace popcert::test
