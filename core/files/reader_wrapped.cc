#include "base/limits.h"
#include "files/base64_runs.h"
#include "files/dump.h"
#include "files/hex_text.h"
#include "files/interest.h"
#include "files/part.h"
#include "files/place.h"
#include "files/reader.h"
#include "files/source_text.h"
#include "keys/rsa_key_value.h"
#include "pem/blank.h"

// What is wrapped in texts, as other programs write it: base64, digits, strings of source code.
namespace popcert::files {
namespace {

/// Octets of a number that stands before digits: a serial number of 20, and its sign.
constexpr std::size_t kMostOctetsBefore = 21;

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

}  // namespace

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
