// Text in any encoding: every block that is read can be written and read again, and a defect lies inside the text.

#include "pem/pem.h"
#include "files/kind.h"
#include "pem/encoding.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = pem::decode_text(Bytes(data, size));
  if (!text) return 0;
  const auto blocks = pem::blocks(text->expose());
  if (blocks) {
    for (const auto& block : *blocks) {
      if (block.error.has_value() != (block.der.size() == 0)) __builtin_trap();
      if (block.error && block.error->offset > text->size()) __builtin_trap();
      if (block.proc_type.has_value() != block.dek_info.has_value()) __builtin_trap();
      if (block.error) continue;
      const auto again = pem::blocks(as_bytes(pem::encode_pem(block.label, block.der.expose())));
      if (!again || again->size() != 1) __builtin_trap();
      if (again->front().label != block.label || !equal(again->front().der.expose(), block.der.expose()))
        __builtin_trap();
    }
  }
  (void)pem::bare_base64(text->expose());
  return 0;
}
