#pragma once

#include <optional>

#include "base/bytes.h"
#include "base/result.h"

namespace popcert::der {

/// Identifier octet of a low tag number (X.690 8.1.2.2); higher numbers occur nowhere in our formats and are refused.
enum class Tag : std::uint8_t {
  kBoolean = 0x01,
  kInteger = 0x02,
  kBitString = 0x03,
  kOctetString = 0x04,
  kNull = 0x05,
  kOid = 0x06,
  kUtf8String = 0x0c,
  kNumericString = 0x12,
  kPrintableString = 0x13,
  kTeletexString = 0x14,
  kIa5String = 0x16,
  kUtcTime = 0x17,
  kGeneralizedTime = 0x18,
  kVisibleString = 0x1a,
  kUniversalString = 0x1c,
  kBmpString = 0x1e,
  kSequence = 0x30,
  kSet = 0x31,
};

constexpr Tag context_primitive(unsigned number) { return static_cast<Tag>(0x80 | number); }
constexpr Tag context_constructed(unsigned number) { return static_cast<Tag>(0xa0 | number); }

/// One element: its tag, its contents, and all of it with identifier and length.
struct Element {
  Tag tag;
  Bytes value, tlv;
};

/// Whether these are the contents of an INTEGER in two's complement without an octet too many (X.690 8.3.2).
bool is_shortest_integer(Bytes value);

/// Whether these are the contents of an OBJECT IDENTIFIER whose arcs are in shortest form (X.690 8.19.2).
bool is_shortest_oid(Bytes value);

/// A strict cursor over DER (X.690 10): definite, shortest lengths only. A read that fails has not moved the cursor.
/// It borrows: the octets must outlive it. Nesting is the caller's: every `enter` is a line of code, so depth is
/// bounded by the program and not by the input.
class Reader {
 public:
  explicit Reader(Bytes in, std::size_t base = 0) : rest_(in), offset_(base) {}

  bool empty() const { return rest_.empty(); }
  /// From the start of the file, in nested readers too.
  std::size_t offset() const { return offset_; }
  Bytes rest() const { return rest_; }
  /// Whether the next element has this tag; reads nothing.
  bool at(Tag tag) const { return !rest_.empty() && rest_.front() == static_cast<std::uint8_t>(tag); }

  std::optional<Element> next();              // any element
  std::optional<Bytes> read(Tag tag);         // contents of the next element if it has this tag
  std::optional<Bytes> read_tlv(Tag tag);     // the same, with identifier and length
  std::optional<Reader> enter(Tag tag);       // the same, as a reader over the contents
  std::optional<Bytes> read_unsigned();       // INTEGER >= 0 in shortest form, without its sign octet
  std::optional<std::uint64_t> read_small();  // INTEGER 0 .. 2^63-1
  std::optional<bool> read_boolean();         // 00 or FF only
  std::optional<Bytes> read_oid();            // contents of an OBJECT IDENTIFIER whose arcs are in shortest form
  std::optional<Bytes> read_bit_string();     // BIT STRING without unused bits

  // OPTIONAL elements. False where one is there and cannot be read; out is empty where there is none.
  bool read_optional(Tag tag, std::optional<Bytes>& out);
  bool enter_optional(Tag tag, std::optional<Reader>& out);
  bool skip_optional(Tag tag);

  /// Why `next` would fail here: kDerTruncated if a length runs past the end, else kDerMalformed.
  Error error() const;

 private:
  Bytes rest_;
  std::size_t offset_;
};

/// The contents of a SEQUENCE that is all of `der`.
/// base     where `der` begins in the file
/// Errors   kDerTruncated, kDerMalformed, kDerTrailing
Result<Reader> enter_whole(Bytes der, std::size_t base = 0);

/// The element at the cursor is not the one that belongs there, inside a structure that is whole.
inline Error malformed_at(const Reader& in) { return {ErrorCode::kDerMalformed, in.offset()}; }

}  // namespace popcert::der
