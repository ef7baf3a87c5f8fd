#pragma once

#include <utility>

#include "base/bytes.h"
#include "der/reader.h"

namespace popcert::der {

/// Writes DER; the braces around a scope look like the ASN.1. For public data only: the buffer grows and is not wiped.
class Writer {
 public:
  /// Stack only, closes once; its end writes the length.
  struct [[nodiscard]] Scope {
    Writer& writer;
    std::size_t length_at;
    ~Scope() { writer.close(length_at); }
    Scope& operator=(Scope&&) = delete;
  };

  /// Writes the tag and one length octet; closing widens the length when it must.
  Scope open(Tag tag);
  /// A BIT STRING or OCTET STRING whose contents are DER again; a bit string gets its "no unused bits" octet.
  Scope open_bit_string();
  /// Unsigned, big-endian; adds or drops leading 00 as DER wants.
  void integer(Bytes magnitude);
  void small_integer(std::uint64_t value);
  void boolean_true();
  void null();
  void string(Tag tag, Bytes contents);
  /// Already encoded.
  void raw(Bytes tlv) { append(out_, tlv); }
  /// Every scope must be closed.
  Buffer finish() && { return std::move(out_); }

 private:
  void close(std::size_t length_at);
  Buffer out_;
};

}  // namespace popcert::der
