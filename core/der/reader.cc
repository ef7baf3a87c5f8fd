#include "der/reader.h"

namespace popcert::der {
namespace {

struct Header {
  std::size_t header_octets, value_octets;
};

enum class Defect { kNone, kTruncated, kMalformed };

/// X.690 8.1.3 with the limits of 10.1: definite, fewest octets. Lengths of up to four octets: no file here is larger.
Defect read_header(Bytes in, Header& header) {
  if (in.empty()) return Defect::kTruncated;
  if ((in[0] & 0x1f) == 0x1f || in[0] == 0) return Defect::kMalformed;
  if (in.size() < 2) return Defect::kTruncated;
  if (in[1] < 0x80) {
    header = {2, in[1]};
  } else {
    const std::size_t count = in[1] & 0x7f;
    if (count == 0 || count > 4) return Defect::kMalformed;
    if (in.size() < 2 + count) return Defect::kTruncated;
    std::size_t length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length << 8 | in[2 + i];
    if (in[2] == 0 || length < 0x80) return Defect::kMalformed;
    header = {2 + count, length};
  }
  return in.size() - header.header_octets < header.value_octets ? Defect::kTruncated : Defect::kNone;
}

}  // namespace

bool is_shortest_integer(Bytes value) {
  if (value.empty()) return false;
  if (value.size() == 1) return true;
  return !(value[0] == 0x00 && value[1] < 0x80) && !(value[0] == 0xff && value[1] >= 0x80);
}

bool is_shortest_oid(Bytes value) {
  if (value.empty() || value.back() >= 0x80) return false;
  bool first = true;  // of an arc
  for (const auto octet : value) {
    if (first && octet == 0x80) return false;
    first = octet < 0x80;
  }
  return true;
}

std::optional<Element> Reader::next() {
  Header header{};
  if (read_header(rest_, header) != Defect::kNone) return std::nullopt;
  const std::size_t size = header.header_octets + header.value_octets;
  const Element element{static_cast<Tag>(rest_[0]), rest_.subspan(header.header_octets, header.value_octets),
                        rest_.first(size)};
  rest_ = rest_.subspan(size);
  offset_ += size;
  return element;
}

std::optional<Bytes> Reader::read(Tag tag) {
  if (!at(tag)) return std::nullopt;
  const auto element = next();
  if (!element) return std::nullopt;
  return element->value;
}

std::optional<Bytes> Reader::read_tlv(Tag tag) {
  if (!at(tag)) return std::nullopt;
  const auto element = next();
  if (!element) return std::nullopt;
  return element->tlv;
}

std::optional<Reader> Reader::enter(Tag tag) {
  const auto value = read(tag);
  if (!value) return std::nullopt;
  return Reader(*value, offset_ - value->size());
}

std::optional<Bytes> Reader::read_unsigned() {
  Reader ahead = *this;
  const auto value = ahead.read(Tag::kInteger);
  if (!value || !is_shortest_integer(*value) || value->front() >= 0x80) return std::nullopt;
  *this = ahead;
  return value->size() > 1 && value->front() == 0 ? value->subspan(1) : *value;
}

std::optional<std::uint64_t> Reader::read_small() {
  Reader ahead = *this;
  const auto value = ahead.read_unsigned();
  if (!value || value->size() > 8 || (value->size() == 8 && value->front() >= 0x80)) return std::nullopt;
  *this = ahead;
  std::uint64_t number = 0;
  for (const auto octet : *value) number = number << 8 | octet;
  return number;
}

std::optional<Bytes> Reader::read_oid() {
  Reader ahead = *this;
  const auto value = ahead.read(Tag::kOid);
  if (!value || !is_shortest_oid(*value)) return std::nullopt;
  *this = ahead;
  return value;
}

std::optional<bool> Reader::read_boolean() {
  Reader ahead = *this;
  const auto value = ahead.read(Tag::kBoolean);
  if (!value || value->size() != 1 || (value->front() != 0x00 && value->front() != 0xff)) return std::nullopt;
  *this = ahead;
  return value->front() == 0xff;
}

std::optional<Bytes> Reader::read_bit_string() {
  Reader ahead = *this;
  const auto value = ahead.read(Tag::kBitString);
  if (!value || value->empty() || value->front() != 0) return std::nullopt;
  *this = ahead;
  return value->subspan(1);
}

bool Reader::read_optional(Tag tag, std::optional<Bytes>& out) {
  out = read(tag);
  return out || !at(tag);
}

bool Reader::enter_optional(Tag tag, std::optional<Reader>& out) {
  out = enter(tag);
  return out || !at(tag);
}

bool Reader::skip_optional(Tag tag) { return !at(tag) || next(); }

Error Reader::error() const {
  Header header{};
  const bool truncated = read_header(rest_, header) == Defect::kTruncated;
  return {truncated ? ErrorCode::kDerTruncated : ErrorCode::kDerMalformed, offset_};
}

Result<Reader> enter_whole(Bytes der, std::size_t base) {
  Reader file(der, base);
  const auto contents = file.enter(Tag::kSequence);
  if (!contents) return file.error();
  if (!file.empty()) return Error{ErrorCode::kDerTrailing, file.offset()};
  return *contents;
}

}  // namespace popcert::der
