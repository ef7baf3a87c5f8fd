// BER is rewritten as DER: what comes out is sound all the way down, and rewriting it again changes nothing.

#include "der/ber.h"
#include "der/reader.h"

using namespace popcert;

namespace {

/// Whether every length of every element inside fits, each constructed one being made of whole elements.
bool is_sound(der::Reader in, std::size_t depth) {
  if (depth > kMaxBerDepth + 1) return false;
  while (!in.empty()) {
    const auto element = in.next();
    if (!element) return false;
    const bool constructed = (static_cast<unsigned>(element->tag) & 0x20) != 0;
    if (constructed && !is_sound(der::Reader(element->value), depth + 1)) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto der = der::ber_to_der(Bytes(data, size));
  if (!der) {
    if (der.error().offset > size) __builtin_trap();
    return 0;
  }
  if (!is_sound(der::Reader(der->expose()), 0)) __builtin_trap();
  const auto again = der::ber_to_der(der->expose());
  if (!again || !equal(again->expose(), der->expose())) __builtin_trap();
  return 0;
}
