// DER has one encoding per value: what the reader accepts, the writer must reproduce.

#include "der/reader.h"
#include "der/writer.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  der::Reader reader(Bytes(data, size));
  while (const auto element = reader.next()) {
    der::Writer writer;
    {
      auto scope = writer.open(element->tag);
      writer.raw(element->value);
    }
    if (!equal(std::move(writer).finish(), element->tlv)) __builtin_trap();
  }
  return 0;
}
