#include "files/signature_readings.h"

#include <algorithm>

#include "base/hex.h"
#include "base/limits.h"
#include "der/reader.h"
#include "pem/base64.h"
#include "pem/encoding.h"

namespace popcert::files {
namespace {

/// A signature of P-256 has 64 octets side by side, and 70 or so in DER; in base64 no fewer than this many characters.
constexpr std::size_t kFewestDigits = 48;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// Hexadecimal digits with colons, hyphens or commas between the octets, and 0x before them.
std::optional<Buffer> octets_of_hex(std::string_view text) {
  Buffer out;
  std::optional<unsigned> high;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool prefix = c == '0' && i + 1 < text.size() && (text[i + 1] == 'x' || text[i + 1] == 'X') && !high;
    if (prefix) {
      ++i;
    } else if (const auto digit = hex_digit(static_cast<std::uint8_t>(c))) {
      if (high) out.push_back(static_cast<std::uint8_t>(*high << 4 | *digit));
      high = high ? std::nullopt : digit;
    } else if (!is_space(c) && c != ':' && c != '-' && c != ',') {
      return std::nullopt;
    }
  }
  if (high || out.size() < kFewestDigits / 2) return std::nullopt;
  return out;
}

/// 17, 254, 3 or one number a line, as some shells write octets.
std::optional<Buffer> octets_of_numbers(std::string_view text) {
  Buffer out;
  unsigned number = 0, digits = 0;
  const auto end = [&] {
    if (digits > 0) out.push_back(static_cast<std::uint8_t>(number));
    number = digits = 0;
  };
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      number = number * 10 + static_cast<unsigned>(c - '0');
      if (++digits > 3 || number > 255) return std::nullopt;
    } else if (is_space(c) || c == ',' || c == '[' || c == ']') {
      end();
    } else {
      return std::nullopt;
    }
  }
  end();
  if (out.size() < kFewestDigits) return std::nullopt;
  return out;
}

/// Either alphabet, with or without padding, with white space and the backslashes of JSON.
std::optional<Buffer> octets_of_base64(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (is_space(c) || c == '\\') continue;
    digits += c == '-' ? '+' : c == '_' ? '/' : c;
  }
  while (digits.ends_with('=')) digits.pop_back();
  if (digits.size() < kFewestDigits) return std::nullopt;
  const auto octets = pem::decode_base64(as_bytes(digits));
  if (!octets) return std::nullopt;
  return to_buffer(octets->expose());
}

/// r and s of numbers with their own lengths, side by side.
Buffer side_by_side(Bytes r, Bytes s) {
  const auto size = std::max(r.size(), s.size());
  Buffer out(2 * size);
  std::copy(r.begin(), r.end(), out.begin() + static_cast<std::ptrdiff_t>(size - r.size()));
  std::copy(s.begin(), s.end(), out.begin() + static_cast<std::ptrdiff_t>(2 * size - s.size()));
  return out;
}

/// TPMT_SIGNATURE (TPM 2.0 Part 2, 11.3.4): scheme, hash, then numbers behind their lengths, all of 16 bits.
std::optional<Buffer> octets_of_tpm(Bytes in) {
  constexpr unsigned kRsassa = 0x0014, kEcdsa = 0x0018;
  const auto word = [&](std::size_t at) { return static_cast<unsigned>(in[at] << 8 | in[at + 1]); };
  const auto sized = [&](std::size_t at) -> std::optional<Bytes> {
    if (at + 2 > in.size() || at + 2 + word(at) > in.size()) return std::nullopt;
    return in.subspan(at + 2, word(at));
  };
  if (in.size() < 8) return std::nullopt;
  const auto first = sized(4);
  if (!first) return std::nullopt;
  const auto after = 6 + first->size();
  if (word(0) == kRsassa && after == in.size()) return to_buffer(*first);
  if (word(0) != kEcdsa) return std::nullopt;
  const auto second = sized(after);
  if (!second || after + 2 + second->size() != in.size()) return std::nullopt;
  return side_by_side(*first, *second);
}

struct Finder {
  std::vector<SignatureReading> out;

  void add(Buffer octets, std::string how, unsigned depth) {
    const auto known = [&](const SignatureReading& one) { return one.octets == octets; };
    if (out.size() >= kMaxSignatureReadings || std::any_of(out.begin(), out.end(), known)) return;
    out.push_back({octets, how});
    look_into(octets, how, depth);
  }

  void look_into(Bytes octets, const std::string& how, unsigned depth) {
    const auto within = [&](std::string_view what) {
      return how.empty() ? std::string(what) : std::string(what) + " in " + how;
    };
    if (auto inner = octets_of_tpm(octets)) add(std::move(*inner), within("a TPM's structure"), depth);
    for (const auto tag : {der::Tag::kOctetString, der::Tag::kBitString}) {
      der::Reader reader(octets);
      const auto contents = tag == der::Tag::kOctetString ? reader.read(tag) : reader.read_bit_string();
      if (contents && reader.empty()) add(to_buffer(*contents), within("a string of ASN.1"), depth);
    }
    const bool ends_line = !octets.empty() && octets.back() == '\n';
    if (depth > kMaxEncodings || octets.size() > kMaxSignatureFileOctets) return;
    const auto text = pem::decode_text(octets);
    if (text && pem::is_text(text->expose())) {
      const auto characters = text->expose();
      look_through({reinterpret_cast<const char*>(characters.data()), characters.size()}, within, depth + 1);
    } else if (ends_line) {
      const bool carriage = octets.size() > 1 && octets[octets.size() - 2] == '\r';
      if (carriage) add(to_buffer(octets.first(octets.size() - 2)), how, kMaxEncodings + 1);
      add(to_buffer(octets.first(octets.size() - 1)), how, kMaxEncodings + 1);
    }
  }

  template <class Within>
  void look_through(std::string_view text, const Within& within, unsigned depth) {
    const auto try_all = [&](std::string_view part) {
      if (auto octets = octets_of_hex(part)) add(std::move(*octets), within("hexadecimal digits"), depth);
      if (auto octets = octets_of_base64(part)) add(std::move(*octets), within("base64"), depth);
    };
    try_all(text);
    if (auto octets = octets_of_numbers(text)) add(std::move(*octets), within("decimal numbers"), depth);
    // Between a BEGIN and an END line, whatever they say.
    const auto begin = text.find("-----BEGIN ");
    const auto line_end = begin == text.npos ? text.npos : text.find('\n', begin);
    const auto end = line_end == text.npos ? text.npos : text.find("-----END ", line_end);
    if (end != text.npos) try_all(text.substr(line_end, end - line_end));
    // What stands behind a label, on one line or from there on.
    for (const auto mark : {std::string_view("= "), std::string_view(": "), std::string_view("\n\n")}) {
      const auto at = text.rfind(mark);
      if (at != text.npos) try_all(text.substr(at + mark.size()));
    }
    // Words: strings of JSON, cells of a table, "vault:v1:...".
    constexpr std::string_view kBetween = " \t\r\n\"'`,;:()<>|{}[]";
    for (std::size_t at = 0; at < text.size();) {
      const auto start = text.find_first_not_of(kBetween, at);
      if (start == text.npos) break;
      at = std::min(text.find_first_of(kBetween, start), text.size());
      if (at - start >= kFewestDigits) try_all(text.substr(start, at - start));
    }
  }
};

}  // namespace

std::vector<SignatureReading> signature_readings(Bytes file) {
  Finder finder;
  finder.add(to_buffer(file), "", 0);
  return std::move(finder.out);
}

}  // namespace popcert::files
