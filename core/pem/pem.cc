#include "pem/pem.h"

#include <string_view>

#include "base/limits.h"
#include "pem/base64.h"
#include "pem/blank.h"
#include "pem/pem_body.h"

namespace popcert::pem {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ", kEnd = "-----END ", kDashes = "-----";

/// A BEGIN or END line. label is empty where it is none by RFC 7468.
struct Marker {
  bool begin;
  std::size_t start, end;
  std::string_view label;
};

/// RFC 7468 3: printable ASCII without "-" at either end and without two separators in a row.
bool is_label(std::string_view label) {
  bool separated = true;
  for (const char c : label) {
    if (c < ' ' || c > '~') return false;
    const bool separator = c == ' ' || c == '-';
    if (separator && separated) return false;
    separated = separator;
  }
  return !separated;
}

/// Looks at each octet a bounded number of times: a marker is `kMaxLabelOctets` long at most.
std::optional<Marker> next_marker(std::string_view text, std::size_t from) {
  for (auto at = text.find(kDashes, from); at != text.npos; at = text.find(kDashes, at)) {
    const auto here = text.substr(at);
    const bool begin = here.starts_with(kBegin);
    if (!begin && !here.starts_with(kEnd)) {
      // In a longer row of dashes the last five may be the ones.
      ++at;
      continue;
    }
    const auto head = (begin ? kBegin : kEnd).size();
    auto line = here.substr(head, kMaxLabelOctets + kDashes.size());
    line = line.substr(0, line.find_first_of("\r\n"));
    const auto label_octets = line.find(kDashes);
    if (label_octets == line.npos) {
      at += head;
      continue;
    }
    const auto label = trimmed(line.substr(0, label_octets));
    // What looks like the end of a broken marker may begin the next one.
    if (!is_label(label)) return Marker{begin, at, at + head + label_octets, {}};
    return Marker{begin, at, at + head + label_octets + kDashes.size(), label};
  }
  return std::nullopt;
}

class Collector {
 public:
  explicit Collector(Bytes text) : text_(text) {}

  void take(const Marker& marker) {
    if (marker.begin) {
      close_unended(marker.start);
      open_ = marker;
    } else if (!open_) {
      add_error(marker, ErrorCode::kPemBeginMissing);
    } else {
      if (open_->label.empty()) {
        add_error(*open_, ErrorCode::kPemLabelUnknown);
      } else if (open_->label != marker.label) {
        add_error(*open_, ErrorCode::kPemEndMismatch);
      } else {
        add(*open_, marker.start);
      }
      open_.reset();
    }
  }

  void close_unended(std::size_t end) {
    if (!open_) return;
    const bool empty = is_blank(text_.subspan(open_->end, end - open_->end));
    add_error(*open_, open_->label.empty()           ? ErrorCode::kPemLabelUnknown
                      : empty && end != text_.size() ? ErrorCode::kPemEmpty
                                                     : ErrorCode::kPemEndMissing);
    open_.reset();
  }

  bool full() const { return blocks_.size() > kMaxBlocks; }
  std::vector<Block> finish() && { return std::move(blocks_); }

 private:
  void add_error(const Marker& marker, ErrorCode code) {
    Block block;
    block.label = marker.label;
    block.offset = marker.start;
    block.error = Error{code, marker.start};
    blocks_.push_back(std::move(block));
  }

  void add(const Marker& begin, std::size_t end) {
    Block block;
    block.label = begin.label;
    block.offset = begin.start;
    auto body = decode_body(text_.subspan(begin.end, end - begin.end));
    if (body) {
      block.proc_type = std::move(body->proc_type);
      block.dek_info = std::move(body->dek_info);
      block.der = std::move(body->der);
    } else {
      block.error = body.error();
      block.error->offset += begin.end;
    }
    blocks_.push_back(std::move(block));
  }

  Bytes text_;
  std::optional<Marker> open_;
  std::vector<Block> blocks_;
};

}  // namespace

Result<std::vector<Block>> blocks(Bytes text) {
  const std::string_view characters(reinterpret_cast<const char*>(text.data()), text.size());
  Collector collector(text);
  for (auto marker = next_marker(characters, 0); marker; marker = next_marker(characters, marker->end)) {
    collector.take(*marker);
    if (collector.full()) return Error{ErrorCode::kPemTooManyBlocks, marker->start, kMaxBlocks};
  }
  collector.close_unended(text.size());
  if (collector.full()) return Error{ErrorCode::kPemTooManyBlocks, text.size(), kMaxBlocks};
  return std::move(collector).finish();
}

Result<Secret> bare_base64(Bytes text) {
  constexpr std::size_t kRunOctets = 20;
  Secret plain = Secret::copy_of(text);
  remove_decoration(plain.writable(), true);
  auto decoded = decode_base64(plain.expose());
  if (decoded) {
    const auto octets = decoded->expose();
    const bool der = octets.size() > 2 && octets[0] == 0x30;
    const bool pem = octets.size() > kBegin.size() && equal(octets.first(kBegin.size()), as_bytes(kBegin));
    if (der || pem) return decoded;
    return Error{ErrorCode::kInputNotRecognized};
  }
  // Damaged base64 of a SEQUENCE: "M" and "A" to "P" are its octet 30, and prose does not go on like this.
  std::size_t at = 0;
  while (at < plain.size() && plain.expose()[at] <= ' ') ++at;
  const auto start = plain.expose().subspan(at);
  const bool sequence = start.size() > kRunOctets && start[0] == 'M' && start[1] >= 'A' && start[1] <= 'P';
  if (!sequence || !decode_base64(start.first(kRunOctets))) return Error{ErrorCode::kInputNotRecognized};
  for (const auto c : start.first(kRunOctets)) {
    if (c <= ' ' || c == '=') return Error{ErrorCode::kInputNotRecognized};
  }
  return decoded.error();
}

std::string encode_pem(std::string_view label, Bytes der) {
  std::string out(kBegin);
  out.append(label).append(kDashes).append("\n");
  out.append(encode_base64(der, 64));
  out.append(kEnd).append(label).append(kDashes).append("\n");
  return out;
}

}  // namespace popcert::pem
