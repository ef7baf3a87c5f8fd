#include "pem/base64.h"

namespace popcert::pem {
namespace {

enum class Alphabet : std::uint8_t { kStandard, kUrlSafe };

/// All ones if low <= c <= high, else 0; all of them octets.
constexpr std::uint32_t between(std::uint32_t c, std::uint32_t low, std::uint32_t high) {
  return (((c - low) | (high - c)) >> 31) - 1;
}

struct Digit {
  std::uint32_t value;    // 0 to 63
  std::uint32_t invalid;  // all ones for a character outside the alphabet, else 0
};

/// By arithmetic, because a table's address and a branch would tell the cache and the clock what the character is.
constexpr Digit digit_of(std::uint32_t c, Alphabet alphabet) {
  const bool standard = alphabet == Alphabet::kStandard;
  const std::uint32_t upper = between(c, 'A', 'Z'), lower = between(c, 'a', 'z'), figure = between(c, '0', '9');
  const std::uint32_t d62 = between(c, standard ? '+' : '-', standard ? '+' : '-');
  const std::uint32_t d63 = between(c, standard ? '/' : '_', standard ? '/' : '_');
  return {(upper & (c - 'A')) | (lower & (c - 'a' + 26)) | (figure & (c - '0' + 52)) | (d62 & 62) | (d63 & 63),
          ~(upper | lower | figure | d62 | d63)};
}

constexpr bool is_white(std::uint32_t c) { return (between(c, '\t', '\r') | between(c, ' ', ' ')) != 0; }

/// The first character that belongs neither to the alphabet nor to the layout; only for texts already refused.
std::size_t first_foreign(Bytes text, Alphabet alphabet) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool layout = alphabet == Alphabet::kStandard && (is_white(text[i]) || text[i] == '=');
    if (!layout && digit_of(text[i], alphabet).invalid) return i;
  }
  return text.size();
}

Result<Secret> decode(Bytes text, Alphabet alphabet) {
  const bool standard = alphabet == Alphabet::kStandard;
  std::size_t digits = 0, pads = 0;
  for (const auto c : text) {
    if (standard && is_white(c)) continue;
    if (standard && c == '=') {
      ++pads;
    } else if (pads != 0) {
      return Error{ErrorCode::kBase64Malformed, first_foreign(text, alphabet)};
    } else {
      ++digits;
    }
  }
  const std::size_t rest = digits % 4;
  const bool padded = pads == 0 || (rest >= 2 && rest + pads == 4);
  if (rest == 1 || !padded) return Error{ErrorCode::kBase64Malformed, first_foreign(text, alphabet)};

  Secret decoded(digits / 4 * 3 + (rest == 0 ? 0 : rest - 1));
  auto* out = decoded.writable().data();
  std::uint32_t bits = 0, held = 0, wrong = 0;
  for (const auto c : text) {
    if (standard && (is_white(c) || c == '=')) continue;
    const auto digit = digit_of(c, alphabet);
    wrong |= digit.invalid;
    bits = bits << 6 | digit.value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      *out++ = static_cast<std::uint8_t>(bits >> held);
    }
  }
  wrong |= bits & ((1U << held) - 1);
  if (wrong != 0) return Error{ErrorCode::kBase64Malformed, first_foreign(text, alphabet)};
  return decoded;
}

}  // namespace

bool is_base64_digit(std::uint8_t c) {
  // With | throughout: || may become a branch.
  const std::uint32_t letter = (c | 0x20U) - 'a', figure = c - std::uint32_t{'0'};
  return ((letter < 26U) | (figure < 10U) | (c == '+') | (c == '/')) != 0;
}

Result<Secret> decode_base64(Bytes text) { return decode(text, Alphabet::kStandard); }

Result<Secret> decode_base64url(Bytes text) { return decode(text, Alphabet::kUrlSafe); }

std::string encode_base64(Bytes octets, std::size_t columns) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    const std::size_t left = octets.size() - i;
    const std::uint32_t group = static_cast<std::uint32_t>(octets[i]) << 16 |
                                static_cast<std::uint32_t>(left > 1 ? octets[i + 1] : 0) << 8 |
                                (left > 2 ? octets[i + 2] : 0);
    for (std::size_t k = 0; k < 4; ++k) {
      out += k > left ? '=' : kDigits[group >> (18 - 6 * k) & 63];
      if (++column == columns) out += '\n', column = 0;
    }
  }
  if (column != 0 && columns != 0) out += '\n';
  return out;
}

}  // namespace popcert::pem
