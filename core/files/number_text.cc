#include "files/number_text.h"

#include "base/hex.h"
#include "pem/blank.h"

namespace popcert::files {

using keys::JsonKind;
using keys::JsonList;
using keys::JsonValue;

Numbers follow_numbers(Bytes text, std::size_t start, std::uint8_t* out) {
  Numbers numbers{0, start};
  const auto octet = [&](std::size_t at) { return at < text.size() ? text[at] : std::uint8_t{0xff}; };
  for (std::size_t at = start;;) {
    const std::size_t between = at;
    while (octet(at) <= ' ' || octet(at) == ',' || octet(at) == ';') ++at;
    if (at == between && numbers.octets > 0) return numbers;
    const bool negative = octet(at) == '-';
    at += negative;
    const std::size_t digits = at;
    unsigned number = 0;
    for (; octet(at) >= '0' && octet(at) <= '9' && number <= 0xff; ++at) number = number * 10 + (octet(at) - '0');
    if (at == digits || number > (negative ? 0x80 : 0xff)) return numbers;
    if (out != nullptr) out[numbers.octets] = static_cast<std::uint8_t>(negative ? 0x100 - number : number);
    ++numbers.octets;
    numbers.end = at;
  }
}

Secret octets_of_numbers(const JsonValue& value) {
  const Bytes inside = value.text.first(value.text.size() - 1);
  if (value.kind == JsonKind::kArray) {
    const auto numbers = follow_numbers(inside, 1, nullptr);
    if (!pem::is_blank(inside.subspan(numbers.end))) return Secret();
    Secret octets(numbers.octets);
    follow_numbers(inside, 1, octets.writable().data());
    return octets;
  }
  if (const auto first = JsonList(value).next(); !first || first->name != "0") return Secret();
  Secret octets(value.text.size() / 4);  // "0":1 is longer
  std::size_t count = 0;
  for (JsonList members(value); const auto member = members.next(); ++count) {
    std::uint8_t octet = 0;
    const auto& text = member->value.text;
    if (digits_at(as_bytes(member->name), 10, 8).number != count || text.size() > 3 ||
        follow_numbers(text, 0, &octet).octets != 1)
      return Secret();
    octets.writable()[count] = octet;
  }
  return Secret::copy_of(octets.expose().first(count));
}

}  // namespace popcert::files
