#include "pem/pem.h"

#include <algorithm>
#include <string_view>

#include "base/limits.h"
#include "pem/base64.h"
#include "pem/blank.h"
#include "pem/line_dress.h"
#include "pem/pem_body.h"

namespace popcert::pem {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ", kDashes = "-----";

/// A BEGIN or END line. label is empty where it is none by RFC 7468. sound: five hyphens before and behind; regular:
/// with a blank behind its word. dashes: where the last five before the word begin.
struct Marker {
  bool begin, sound, regular;
  std::size_t start, dashes, end;
  std::string_view label;
};

/// Labels that are known without their blanks too, as what takes all white space out of a text leaves them.
constexpr std::string_view kKnownLabels[] = {
    "CERTIFICATE",      "PRIVATE KEY",         "RSA PRIVATE KEY",     "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
    "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "CERTIFICATE REQUEST", "PUBLIC KEY",     "PKCS7",
};

/// The known label that is written like this, or nothing.
std::string_view known_label(std::string_view written) {
  for (const auto known : kKnownLabels) {
    std::size_t at = 0, same = 0;
    for (; same < known.size(); ++same) {
      const bool here = at < written.size() && written[at] == known[same];
      if (!here && known[same] != ' ') break;
      at += here;
    }
    if (same == known.size() && at == written.size()) return known;
  }
  return {};
}

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

/// What may stand between dashes of another number or sort, so that prose with dashes is no marker.
bool is_usual_label(std::string_view label) {
  for (const std::string_view end : {"CERTIFICATE", "KEY", "REQUEST", "CRL", "PKCS7", "PKCS12", "CMS", "PARAMETERS"}) {
    if (label.ends_with(end)) return is_label(label);
  }
  return false;
}

/// Octets of the dash that the text begins with, 0 for none: the hyphen, U+2010 to U+2015, U+2212, U+FE58, U+FE63 and
/// U+FF0D.
std::size_t dash_octets(std::string_view text) {
  if (text.starts_with('-')) return 1;
  const auto next = text.substr(0, 3);
  if (next.size() < 3) return 0;
  if (next.starts_with("\xe2\x80") && next[2] >= '\x90' && next[2] <= '\x95') return 3;
  const bool other =
      next == "\xe2\x88\x92" || next == "\xef\xb9\x98" || next == "\xef\xb9\xa3" || next == "\xef\xbc\x8d";
  return other ? 3 : 0;
}

/// Octets of all the dashes that the text begins with. hyphens: how many of the last are hyphens.
std::size_t row_octets(std::string_view text, std::size_t& hyphens) {
  std::size_t at = 0;
  hyphens = 0;
  while (const auto octets = dash_octets(text.substr(at))) {
    hyphens = octets == 1 ? hyphens + 1 : 0;
    at += octets;
  }
  return at;
}

/// Hyphens at the start of a text that belong to the marker before them: all, but for five that begin the next one.
std::size_t dashes_of_marker(std::string_view text) {
  std::size_t hyphens = 0;
  row_octets(text.substr(0, kMaxLabelOctets), hyphens);
  return hyphens < 2 * kDashes.size() ? std::max(hyphens, kDashes.size()) : kDashes.size();
}

/// What stands behind the word of a marker, up to its dashes; start, end and label are set.
bool read_label(std::string_view text, std::size_t head, Marker& marker) {
  auto line = text.substr(head, kMaxLabelOctets + kDashes.size());
  line = line.substr(0, line.find_first_of("\r\n"));
  const auto five = line.find(kDashes);
  if (five != line.npos) {
    marker.label = trimmed(line.substr(0, five));
    // What looks like the end of a broken marker may begin the next one.
    marker.end = head + five + (is_label(marker.label) ? dashes_of_marker(text.substr(head + five)) : 0);
    if (!is_label(marker.label)) marker.label = {};
    const auto known = marker.sound ? known_label(marker.label) : std::string_view();
    if (!known.empty()) marker.label = known;
    return marker.regular ? marker.sound || is_usual_label(marker.label) : !known.empty();
  }
  std::size_t octets = 0, hyphens = 0;
  while (octets < line.size() && dash_octets(line.substr(octets)) == 0) ++octets;
  // A row of fewer dashes, or of others, or none of them: then the line ends here.
  const auto row = row_octets(line.substr(octets), hyphens);
  marker.sound = false;
  marker.label = trimmed(line.substr(0, octets));
  marker.end = head + octets + row;
  return marker.regular && is_usual_label(marker.label);
}

/// Finds the markers of a text, from the first on. Looks at each octet a bounded number of times: a marker is
/// `kMaxLabelOctets` long at most.
class Markers {
 public:
  explicit Markers(std::string_view text) : text_(text) {}

  std::optional<Marker> next() {
    for (; (at_ = next_dash(at_)) < text_.size();) {
      std::size_t hyphens = 0;
      const auto row = row_octets(text_.substr(at_), hyphens);
      const auto start = at_, word = at_ + row;
      at_ = std::max(word, at_ + 1);
      if (row == 0) continue;
      const auto here = text_.substr(word, 6);
      Marker marker{here.starts_with("BEGIN"), hyphens >= kDashes.size(), false, 0, 0, 0, {}};
      if (!marker.begin && !here.starts_with("END")) continue;
      marker.regular = here == "BEGIN " || here.starts_with("END ");
      const auto head = word + (marker.begin ? 5 : 3) + marker.regular;
      marker.dashes = marker.sound ? word - kDashes.size() : start;
      // In a row of ten the last five may be the ones.
      marker.start = hyphens < 2 * kDashes.size() ? start : marker.dashes;
      if (!read_label(text_, head, marker)) continue;
      at_ = marker.end;
      return marker;
    }
    return std::nullopt;
  }

 private:
  /// Where the next dash may begin. Each of its octets is looked for by itself: which digit of a key a character is may
  /// not reach a comparison with more than one of them.
  std::size_t next_dash(std::size_t from) {
    constexpr char kFirst[] = {'-', '\xe2', '\xef'};
    std::size_t nearest = text_.npos;
    for (std::size_t i = 0; i < std::size(kFirst); ++i) {
      if (next_[i] != text_.npos && (next_[i] < from || !looked_)) next_[i] = text_.find(kFirst[i], from);
      nearest = std::min(nearest, next_[i]);
    }
    looked_ = true;
    return nearest;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t next_[3] = {};
  bool looked_ = false;
};

Bytes trimmed_octets(Bytes text) {
  while (!text.empty() && is_blank(static_cast<char>(text.front()))) text = text.subspan(1);
  while (!text.empty() && is_blank(static_cast<char>(text.back()))) text = text.first(text.size() - 1);
  return text;
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
      blocks_.back().end = marker.end;
    } else {
      if (open_->label.empty()) {
        add_error(*open_, ErrorCode::kPemLabelUnknown);
      } else if (open_->label != marker.label) {
        add_error(*open_, ErrorCode::kPemEndMismatch);
      } else if (!open_->sound && !marker.sound && marker.label.ends_with("PRIVATE KEY")) {
        add_error(*open_, ErrorCode::kPemMarkersMalformed);
      } else {
        add(*open_, marker);
      }
      open_.reset();
      blocks_.back().end = marker.end;
    }
  }

  void close_unended(std::size_t end) {
    if (!open_) return;
    const bool empty = is_blank(text_.subspan(open_->end, end - open_->end));
    add_error(*open_, open_->label.empty()           ? ErrorCode::kPemLabelUnknown
                      : empty && end != text_.size() ? ErrorCode::kPemEmpty
                                                     : ErrorCode::kPemEndMissing);
    blocks_.back().end = end;
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

  void add(const Marker& begin, const Marker& end) {
    Block block;
    block.label = begin.label;
    block.offset = begin.start;
    const auto before = start_of_line({reinterpret_cast<const char*>(text_.data()), begin.dashes});
    // A hyphen before each line, of a difference or grep's, is not one too many before END.
    const auto body_of = [&](std::size_t to) { return text_.subspan(begin.end, to - begin.end); };
    const auto whole = body_of(end.dashes);
    const auto line_end = std::find(whole.begin(), whole.end(), '\n');
    const bool hyphened =
        before.ends_with(':') || (before.ends_with('-') && line_end != whole.end() && *(line_end + 1) == '-');
    auto body = decode_body(hyphened ? whole : body_of(end.start), before);
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
  Markers markers(characters);
  while (const auto marker = markers.next()) {
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
  if (decoded) return decoded;
  if (auto url_safe = decode_base64url(trimmed_octets(plain.expose()))) return url_safe;
  // Damaged base64 of a SEQUENCE: "M" and "A" to "P" are its octet 30, and prose does not go on like this.
  const auto start = trimmed_octets(plain.expose());
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
  out.append("-----END ").append(label).append(kDashes).append("\n");
  return out;
}

}  // namespace popcert::pem
