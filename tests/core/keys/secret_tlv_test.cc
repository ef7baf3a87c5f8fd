#include "keys/secret_tlv.h"

#include "der/writer.h"

#include <catch_amalgamated.hpp>

namespace popcert::keys {
namespace {

using der::Tag;
using der::Writer;

TEST_CASE("secret_tlv and secret_integer: octet by octet what Writer makes", "[keys][devpki]") {
  for (const std::size_t size : {0, 1, 2, 126, 127, 128, 129, 255, 256, 300, 65535, 65536, 70000}) {
    const Buffer contents(size, 0x5c);
    Writer w;
    w.string(Tag::kOctetString, contents);
    CHECK(equal(secret_tlv(Tag::kOctetString, {contents}).expose(), std::move(w).finish()));
  }
  for (const Buffer& number :
       {Buffer{}, Buffer{0}, Buffer{0, 0}, Buffer{1}, Buffer{0x7f}, Buffer{0x80}, Buffer{0, 0x80},
        Buffer{0, 0x7f, 0xff}, Buffer{0, 0, 1, 0}, Buffer(128, 0xff), Buffer(128, 0x01)}) {
    Writer w;
    w.integer(number);
    CHECK(equal(secret_integer(number).expose(), std::move(w).finish()));
  }
}

}  // namespace
}  // namespace popcert::keys
