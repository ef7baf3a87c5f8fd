#include <algorithm>

#include "base/limits.h"
#include "der/reader.h"
#include "files/encoded_text.h"
#include "files/foreign.h"
#include "files/interest.h"
#include "files/part.h"
#include "files/place.h"
#include "files/printout.h"
#include "files/reader.h"
#include "keys/csp_blob.h"
#include "pem/blank.h"
#include "pem/encoding.h"

// Texts: what stands in them as PEM, as JSON or as base64 alone; reader_wrapped.cc has the rest.
namespace popcert::files {
namespace {

std::size_t count_of_malformed(const std::vector<pem::Block>& blocks) {
  return static_cast<std::size_t>(std::count_if(blocks.begin(), blocks.end(), [](const pem::Block& block) {
    return block.error && block.error->code == ErrorCode::kBase64Malformed;
  }));
}

/// What begins with a bracket and is no JSON: the section of an INI file, a template, a list of numbers.
bool looks_like_json(Bytes text) {
  std::size_t at = 1;
  while (at < text.size() && pem::is_blank(static_cast<char>(text[at]))) ++at;
  return at < text.size() && (text[at] == '"' || (text[0] == '[' && text[at] == '{'));
}

/// The next line of a text that begins like JSON; its size, if there is none.
std::size_t next_json_start(Bytes text, std::size_t from) {
  bool line_start = from == 0;
  for (std::size_t at = from; at < text.size(); ++at) {
    // The text may be a key's. All its digits take one way here: of several cases compilers make a table, and its index
    // would depend on each digit.
    const std::uint8_t c = text[at];
    if (c > ' ') {
      if (line_start && (c | 0x20) == '{') return at;
      line_start = false;
    } else if (c != ' ' && c != '\t') {
      line_start = true;
    }
  }
  return text.size();
}

}  // namespace

std::optional<Error> Reader::read(Bytes file, Level level) {
  if (file.size() > kMaxInputOctets) {
    return Error{ErrorCode::kInputTooLarge, 0, static_cast<std::int64_t>(kMaxInputOctets >> 20)};
  }
  // A text never begins like a SEQUENCE and is not text all the same; UTF-16 does not begin with 30 hex and a length.
  if (!file.empty() && !pem::is_text(file) && recognise(file) != Kind::kUnknown) {
    add_object(file);
    return std::nullopt;
  }
  const bool blob = keys::is_csp_blob(file);
  if (blob || keys::is_pvk(file)) {
    if (may_decode(budget_.private_keys, kMaxPrivateKeys)) {
      add_decoded_key(found(blob ? keys::decode_csp_blob(file) : keys::decode_pvk(file), blob ? "CSP blob" : "PVK"));
    }
    return std::nullopt;
  }
  if (const auto code = recognise_foreign(file)) return Error{*code};
  const auto text = pem::decode_text(file);
  if (!text) return text.error();
  if (!pem::is_text(text->expose()) && !contains(text->expose(), "-----BEGIN ")) return why_unknown(file);
  const auto error = read_text(text->expose(), level);
  if (unwrapping_ == 0 && count() == 0 && too_deep_) return Error{ErrorCode::kWrappedTooDeep};
  if (unwrapping_ == 0 && count() == 0) {
    // What SOPS, Sealed Secrets and Pulumi encrypt are values; others of the same file may be plain.
    for (const std::string_view mark : {"ENC[AES256_GCM,data:", "kind: SealedSecret", "secure: AAABA"}) {
      if (contains(text->expose(), mark)) return Error{ErrorCode::kFormatEncrypted};
    }
    if (is_web_page(text->expose())) return Error{ErrorCode::kFormatDocument};
  }
  return error;
}

std::optional<Error> Reader::read_text(Bytes text, Level level) {
  if (level.containers == kMaxContainers) return read_plain(text, level);
  std::optional<Error> of_json;
  std::size_t plain = 0, starts = 0, barren = 0;
  for (auto at = next_json_start(text, 0); at < text.size() && starts < kMaxJsonStarts && barren < kMaxBarrenJson;
       at = next_json_start(text, at)) {
    const auto json = keys::read_json_prefix(text.subspan(at));
    const bool first = pem::is_blank(text.first(at));
    if (!json) {
      if (first && looks_like_json(text.subspan(at))) of_json = json.error();
      ++starts, ++at;
      continue;
    }
    const std::size_t end = at + json->octets;
    if (first && pem::is_blank(text.subspan(end))) return read_json_file(json->value, level);
    // The first of a log's lines, each of which is JSON for itself.
    if (contains(json->value.text, "-----BEGIN ") && !contains(json->value.text, "-----END ")) break;
    const auto before = count();
    read_json(json->value, level, place_, 0);
    // What held nothing may be no JSON, such as a section of an INI file.
    if (count() > before) {
      if (!pem::is_blank(text.subspan(plain, at - plain))) read_plain(text.subspan(plain, at - plain), level);
      plain = end;
    } else {
      ++barren;
    }
    at = end;
  }
  const auto before = count();
  const auto error =
      plain == 0 || !pem::is_blank(text.subspan(plain)) ? read_plain(text.subspan(plain), level) : std::nullopt;
  if (count() > before || plain > 0) return std::nullopt;
  return of_json ? of_json : error;
}

std::optional<Error> Reader::read_plain(Bytes text, Level level) {
  const auto before = count();
  auto blocks = pem::blocks(text);
  if (!blocks) return blocks.error();
  std::optional<Error> error;
  if (blocks->empty()) {
    if (const auto undone = undo_entities(text); undone && level.encodings < kMaxEncodings)
      return read_text(undone->expose(), {level.encodings + 1, level.containers});
    if (const auto code = recognise_foreign(text)) return Error{*code};
    if (read_base64(text, level, error)) return error;
  } else if (const auto malformed = count_of_malformed(*blocks); malformed > 0 && level.encodings < kMaxEncodings) {
    if (const auto undone = undo_quoted_printable(text)) {
      const auto again = pem::blocks(undone->expose());
      if (again && count_of_malformed(*again) < malformed)
        return read_plain(undone->expose(), {level.encodings + 1, level.containers});
    }
  }
  std::size_t at = 0;
  for (const auto& block : *blocks) {
    // What stands before an END line alone belongs to it.
    const bool headless = block.error && block.error->code == ErrorCode::kPemBeginMissing;
    if (!headless) read_around(text, at, block.offset, level);
    const auto place = place_;
    if (unwrapping_ == 0 || !place_.empty()) place_ = place_within(place_, place_in_text(text, block.offset));
    add_block(block);
    place_ = place;
    at = block.end;
  }
  read_around(text, at, text.size(), level);
  if (count() > before) return std::nullopt;
  if (const auto undone = undo_percent_encoding(text); undone && level.encodings < kMaxEncodings) {
    return read_text(undone->expose(), {level.encodings + 1, level.containers});
  }
  if (const auto line = line_for_printout(text)) return Error{ErrorCode::kObjectIsPrintout, 0, 0, *line};
  return error ? error : Error{ErrorCode::kInputNotRecognized};
}

/// error    what is wrong with it, if it is base64 alone, or would be
/// Returns  whether it was read as base64 alone
bool Reader::read_base64(Bytes text, Level level, std::optional<Error>& error) {
  const auto octets = pem::bare_base64(text);
  if (!octets) {
    error = octets.error();
    return false;
  }
  const bool sequence = octets->size() > 2 && octets->expose()[0] == static_cast<std::uint8_t>(der::Tag::kSequence);
  if (!is_promising(octets->expose()) && !sequence) return false;
  if (level.encodings == kMaxEncodings) {
    too_deep_ = true;
    return false;
  }
  if (!may_unwrap(octets->expose())) return true;
  if (sequence && !pem::is_text(octets->expose())) {
    add_object(octets->expose());
  } else {
    error = read(octets->expose(), {level.encodings + 1, level.containers});
    // Figures alone are base64 too.
    return !error || error->code != ErrorCode::kInputNotRecognized;
  }
  return true;
}

}  // namespace popcert::files
