#include "der/writer.h"

namespace popcert::der {

Writer::Scope Writer::open(Tag tag) {
  out_.push_back(static_cast<std::uint8_t>(tag));
  out_.push_back(0);
  return {*this, out_.size() - 1};
}

Writer::Scope Writer::open_bit_string() {
  out_.push_back(static_cast<std::uint8_t>(Tag::kBitString));
  out_.push_back(0);
  out_.push_back(0);
  return {*this, out_.size() - 2};
}

void Writer::close(std::size_t length_at) {
  const std::size_t length = out_.size() - length_at - 1;
  if (length < 0x80) {
    out_[length_at] = static_cast<std::uint8_t>(length);
    return;
  }
  Buffer octets;
  for (std::size_t rest = length; rest != 0; rest >>= 8) {
    octets.insert(octets.begin(), static_cast<std::uint8_t>(rest & 0xff));
  }
  out_[length_at] = static_cast<std::uint8_t>(0x80 | octets.size());
  out_.insert(out_.begin() + static_cast<std::ptrdiff_t>(length_at) + 1, octets.begin(), octets.end());
}

void Writer::integer(Bytes magnitude) {
  while (!magnitude.empty() && magnitude.front() == 0) magnitude = magnitude.subspan(1);
  auto scope = open(Tag::kInteger);
  if (magnitude.empty() || magnitude.front() >= 0x80) out_.push_back(0);
  append(out_, magnitude);
}

void Writer::small_integer(std::uint64_t value) {
  std::uint8_t octets[8];
  for (int i = 0; i < 8; ++i) octets[i] = static_cast<std::uint8_t>(value >> (8 * (7 - i)));
  integer(octets);
}

void Writer::boolean_true() {
  static constexpr std::uint8_t kTrue = 0xff;
  string(Tag::kBoolean, {&kTrue, 1});
}

void Writer::null() { string(Tag::kNull, {}); }

void Writer::string(Tag tag, Bytes contents) {
  auto scope = open(tag);
  append(out_, contents);
}

}  // namespace popcert::der
