#pragma once

#include <initializer_list>

#include "base/secret.h"
#include "der/reader.h"

namespace popcert::keys {

// DER with secrets in it. `Writer` grows, and would leave unwiped copies behind; here each element is made in its exact
// size, from the inside out.

/// One element around its contents, one behind the other.
Secret secret_tlv(der::Tag tag, std::initializer_list<Bytes> contents);

/// A positive INTEGER, unsigned and big-endian. How many of its octets are zero shows in the length, which is public.
Secret secret_integer(Bytes magnitude);

}  // namespace popcert::keys
