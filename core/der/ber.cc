#include "der/ber.h"

#include "base/limits.h"

#include <cstring>
#include <optional>

namespace popcert::der {
namespace {

constexpr std::uint8_t kConstructed = 0x20;
constexpr std::uint8_t kOctetString = 0x04;
constexpr std::uint8_t kOctetStringOfParts = kOctetString | kConstructed;

/// Length octets that a finished element may need: 85 FF FF FF FF at most for what is ever read.
constexpr std::size_t kLengthRoom = 6;

/// Reads elements from the front of the input and writes them to the end of a buffer. The length of a constructed
/// element is known only at its end: its contents are written a little further behind, and moved then.
class Rewriter {
 public:
  // A definite length is longer than an indefinite one (with its end) only from 64 KiB of contents on, by 2 octets at
  // most; each level of nesting has one such element in 64 KiB.
  explicit Rewriter(Bytes in)
      : in_(in),
        out_(in.size() + (in.size() / 65536 + 1) * 2 * (kMaxBerDepth + 1) + (kMaxBerDepth + 1) * kLengthRoom) {}

  std::optional<Error> element(std::size_t end, std::size_t depth);
  std::size_t at() const { return at_; }
  Secret finish() const { return Secret::copy_of(out_.expose().first(used_)); }

 private:
  struct Header {
    std::uint8_t tag;
    bool indefinite;
    std::size_t length;
  };

  Error malformed() const { return {ErrorCode::kDerMalformed, at_}; }
  /// What ends behind the element around it, but inside the file, is not cut off: a length lies.
  Error truncated(std::size_t end) const {
    return {end == in_.size() ? ErrorCode::kDerTruncated : ErrorCode::kDerMalformed, at_};
  }
  Result<Header> header(std::size_t end);
  std::optional<Error> contents(const Header& header, std::size_t end, std::size_t depth);
  std::optional<Error> part(std::size_t end, std::size_t depth);
  void put(std::uint8_t octet) { out_.writable()[used_++] = octet; }
  void copy(std::size_t count);
  void put_length(std::size_t length);

  Bytes in_;
  std::size_t at_ = 0;
  Secret out_;
  std::size_t used_ = 0;
};

Result<Rewriter::Header> Rewriter::header(std::size_t end) {
  if (end - at_ < 2) return truncated(end);
  Header header{in_[at_], false, in_[at_ + 1]};
  // End-of-contents where none can stand, or a tag number above 30, which none of our formats has.
  if (header.tag == 0 || (header.tag & 0x1f) == 0x1f || header.length == 0xff) return malformed();
  std::size_t next = at_ + 2;
  if (header.length == 0x80) {
    if ((header.tag & kConstructed) == 0) return malformed();
    header = {header.tag, true, 0};
  } else if (header.length > 0x80) {
    const std::size_t count = header.length & 0x7f;
    if (end - next < count) return truncated(end);
    header.length = 0;
    for (const std::uint8_t octet : in_.subspan(next, count)) {
      if (header.length > (in_.size() >> 8)) return truncated(end);  // longer than the file
      header.length = header.length << 8 | octet;
    }
    next += count;
  }
  if (header.length > end - next) return truncated(end);
  at_ = next;
  return header;
}

void Rewriter::copy(std::size_t count) {
  if (count != 0) std::memcpy(out_.writable().data() + used_, in_.data() + at_, count);
  used_ += count;
  at_ += count;
}

void Rewriter::put_length(std::size_t length) {
  if (length < 0x80) return put(static_cast<std::uint8_t>(length));
  std::size_t count = 1;
  while (count < sizeof length && length >> (8 * count) != 0) ++count;
  put(static_cast<std::uint8_t>(0x80 | count));
  while (count-- > 0) put(static_cast<std::uint8_t>(length >> (8 * count)));
}

/// One element with all in it; it ends at `end` at the latest.
std::optional<Error> Rewriter::element(std::size_t end, std::size_t depth) {
  if (depth > kMaxBerDepth) return Error{ErrorCode::kDerTooDeep, at_, kMaxBerDepth};
  const auto read = header(end);
  if (!read) return read.error();
  put(read->tag == kOctetStringOfParts ? kOctetString : read->tag);
  if ((read->tag & kConstructed) == 0) {
    put_length(read->length);
    copy(read->length);
    return std::nullopt;
  }
  const std::size_t length_at = used_;
  used_ += kLengthRoom;
  const std::size_t contents_at = used_;
  if (const auto error = contents(*read, end, depth)) return error;
  const std::size_t length = used_ - contents_at;
  used_ = length_at;
  put_length(length);
  std::uint8_t* out = out_.writable().data();
  std::memmove(out + used_, out + contents_at, length);
  used_ += length;
  return std::nullopt;
}

/// What a constructed element consists of, up to its length or its end-of-contents octets.
std::optional<Error> Rewriter::contents(const Header& header, std::size_t end, std::size_t depth) {
  const std::size_t stop = header.indefinite ? end : at_ + header.length;
  for (;;) {
    if (!header.indefinite && at_ == stop) return std::nullopt;
    if (header.indefinite && stop - at_ >= 2 && in_[at_] == 0 && in_[at_ + 1] == 0) {
      at_ += 2;
      return std::nullopt;
    }
    const bool joined = header.tag == kOctetStringOfParts;
    if (const auto error = joined ? part(stop, depth + 1) : element(stop, depth + 1)) return error;
  }
}

/// One part of an OCTET STRING: contents without a header of their own.
std::optional<Error> Rewriter::part(std::size_t end, std::size_t depth) {
  if (depth > kMaxBerDepth) return Error{ErrorCode::kDerTooDeep, at_, kMaxBerDepth};
  const auto read = header(end);
  if (!read) return read.error();
  if (read->tag == kOctetStringOfParts) return contents(*read, end, depth);
  if (read->tag != kOctetString) return malformed();
  copy(read->length);
  return std::nullopt;
}

}  // namespace

Result<Secret> ber_to_der(Bytes in) {
  Rewriter rewriter(in);
  if (const auto error = rewriter.element(in.size(), 0)) return *error;
  if (rewriter.at() != in.size()) return Error{ErrorCode::kDerTrailing, rewriter.at()};
  return rewriter.finish();
}

}  // namespace popcert::der
