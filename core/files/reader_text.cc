#include <algorithm>

#include "base/limits.h"
#include "der/reader.h"
#include "files/base64_runs.h"
#include "files/dump.h"
#include "files/encoded_text.h"
#include "files/foreign.h"
#include "files/hex_text.h"
#include "files/kind.h"
#include "files/place.h"
#include "files/printout.h"
#include "files/reader.h"
#include "files/source_text.h"
#include "keys/csp_blob.h"
#include "keys/rsa_key_value.h"
#include "pem/blank.h"
#include "pem/encoding.h"

// Texts: what stands in them as PEM, and what is wrapped in them.
namespace popcert::files {
namespace {

/// The smallest thing of use, a private key on P-256 without its public half.
constexpr std::size_t kFewestOctets = 40;
/// Octets of a number that stands before digits: a serial number of 20, and its sign.
constexpr std::size_t kMostOctetsBefore = 21;

/// What may be inside of digits that stand anywhere: a key, a certificate, or what holds these.
bool is_of_interest(Kind kind) {
  switch (kind) {
    case Kind::kRsaPublicKey:  // an ECDSA signature looks like one
    case Kind::kEcParameters:
    case Kind::kDhParameters:
    case Kind::kCertificateList:
    case Kind::kUnknown: return false;
    default: return true;
  }
}

/// The same, or a file of another program.
bool is_object_of_interest(Bytes octets) {
  return is_of_interest(recognise(octets)) || keys::is_csp_blob(octets) || keys::is_pvk(octets) ||
         recognise_foreign(octets).has_value();
}

/// Whether octets are worth being read as a file.
bool is_promising(Bytes octets) {
  if (octets.size() < kFewestOctets) return false;
  if (is_object_of_interest(octets)) return true;
  const auto text = pem::decode_text(octets);
  // Strings of C end with a NUL.
  return text && (pem::is_text(text->expose()) || contains(text->expose(), "-----BEGIN "));
}

/// Of what was only tried, what is worth saying.
bool is_worth_saying(ErrorCode code) {
  switch (code) {
    case ErrorCode::kFormatJavaKeystore:
    case ErrorCode::kFormatPutty:
    case ErrorCode::kFormatOpenSsh:
    case ErrorCode::kFormatPgp:
    case ErrorCode::kFormatArchive:
    case ErrorCode::kFormatJwe:
    case ErrorCode::kFormatEncrypted:
    case ErrorCode::kObjectIsKeyReference:
    case ErrorCode::kObjectIsPublicKey:
    case ErrorCode::kPemTooManyBlocks: return true;
    default: return false;
  }
}

/// Whether a line of dashes ends just before: that of a BEGIN line which says something else.
bool follows_marker(Bytes text, std::size_t at) {
  std::size_t line_ends = 0;
  while (at > 0 && pem::is_blank(static_cast<char>(text[at - 1]))) line_ends += text[--at] == '\n';
  constexpr std::string_view kDashes = "----";
  return line_ends > 0 && at >= kDashes.size() &&
         equal(text.subspan(at - kDashes.size(), kDashes.size()), as_bytes(kDashes));
}

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

bool contains(Bytes text, std::string_view word) {
  return std::search(text.begin(), text.end(), word.begin(), word.end()) != text.end();
}

Bytes one_sequence(Bytes octets) {
  const auto element = der::Reader(octets).next();
  return element && element->tag == der::Tag::kSequence ? element->tlv : octets;
}

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

bool Reader::may_unwrap(Bytes octets) {
  if (budget_.unwrapped == 0 || octets.size() > budget_.unwrapped_octets) give_up(ErrorCode::kWrappedTooMuch, 0);
  if (too_many_) return false;
  --budget_.unwrapped;
  budget_.unwrapped_octets -= octets.size();
  return true;
}

/// Reads what may be something, but need not be.
void Reader::read_wrapped(Bytes octets, Level level, std::string place) {
  if (!is_promising(octets)) return;
  if (level.encodings > kMaxEncodings) {
    too_deep_ = true;
    return;
  }
  if (!may_unwrap(octets)) return;
  std::swap(place_, place);
  ++unwrapping_;
  const auto error = read(octets, level);
  --unwrapping_;
  if (error && is_worth_saying(error->code)) add_error(*error);
  std::swap(place_, place);
}

/// Reads what is wrapped in a part of a text that is not PEM.
void Reader::read_around(Bytes text, std::size_t begin, std::size_t end, Level level) {
  const Bytes part = text.first(end);
  if (end - begin < kFewestOctets || pem::is_blank(part.subspan(begin))) return;
  const Level inside{level.encodings + 1, level.containers};
  const auto place_at = [&](std::size_t at) { return place_within(place_, place_in_text(text, at)); };

  for (auto xml = keys::find_rsa_key_value(part, begin); xml; xml = keys::find_rsa_key_value(part, xml->end)) {
    if (!may_decode(budget_.private_keys, kMaxPrivateKeys)) return;
    add_decoded_key(found(keys::decode_rsa_key_value(part.subspan(xml->start, xml->end - xml->start)), "RSAKeyValue"));
  }
  for (auto run = next_base64_run(part, begin); run && !too_many_; run = next_base64_run(part, run->end)) {
    const bool follows_block = begin > 0 && pem::is_blank(part.first(run->start).subspan(begin));
    if (!follows_block && follows_marker(part, run->start)) continue;
    const auto octets = decode_run(*run);
    if (octets) {
      read_wrapped(octets->expose(), inside, place_at(run->start));
    } else if (looks_meant(*run)) {
      add_error({ErrorCode::kBase64Malformed, run->start});
    }
  }
  read_octets(part, begin, inside);
}

/// Reads what digits or a string stand for: one object after the other.
void Reader::read_digits(Bytes digits, Level level, const std::string& place) {
  if (contains(digits, "-----BEGIN ")) return read_wrapped(digits, level, place);
  for (std::size_t skipped = 0; skipped < digits.size(); ++skipped) {
    const auto octets = one_sequence(digits.subspan(skipped));
    // Before an object may stand a number, and before a certificate what Windows knows about it.
    const auto kind = recognise(octets);
    const bool may_be = skipped == 0                  ? is_object_of_interest(octets)
                        : skipped < kMostOctetsBefore ? is_of_interest(kind)
                                                      : kind == Kind::kCertificate;
    if (!may_be) continue;
    read_wrapped(octets, level, place);
    digits = digits.subspan(skipped + octets.size());
    skipped = static_cast<std::size_t>(-1);
  }
}

/// Reads what is written octet by octet, in digits and in strings of source code.
void Reader::read_octets(Bytes part, std::size_t begin, Level inside) {
  bool has_dump = false;
  for (auto run = next_dump(part, begin); run && !too_many_; run = next_dump(part, run->end)) {
    read_digits(run->octets.expose(), inside, place_);
    has_dump = true;
  }
  if (has_dump) return;
  const auto before = count();
  const auto read_all = [&](Bytes text) {
    for (const auto next : {next_hex_run, next_decimal_run, next_literal}) {
      for (auto run = next(text, begin); run && !too_many_; run = next(text, run->end))
        read_digits(run->octets.expose(), inside, place_within(place_, place_in_text(part, run->start)));
    }
  };
  read_all(part);
  if (count() > before) return;
  if (const auto bare = without_comments(part)) read_all(bare->expose());
}

}  // namespace popcert::files
