#include "der/time.h"

#include "base/date.h"

namespace popcert::der {
namespace {

/// Two decimal digits at `at`, or -1.
int two_digits(Bytes text, std::size_t at) {
  const int high = text[at] - '0', low = text[at + 1] - '0';
  return high < 0 || high > 9 || low < 0 || low > 9 ? -1 : high * 10 + low;
}

}  // namespace

std::optional<UnixSeconds> read_time(Reader& reader) {
  Reader ahead = reader;
  const bool utc = ahead.at(Tag::kUtcTime);
  const auto text = ahead.read(utc ? Tag::kUtcTime : Tag::kGeneralizedTime);
  if (!text || text->size() != (utc ? 13u : 15u) || text->back() != 'Z') return std::nullopt;
  int fields[7] = {0};
  const std::size_t count = text->size() / 2;
  for (std::size_t i = 0; i < count; ++i) {
    fields[i] = two_digits(*text, 2 * i);
    if (fields[i] < 0) return std::nullopt;
  }
  const int* rest = utc ? fields + 1 : fields + 2;
  const std::int64_t year = utc ? fields[0] + (fields[0] >= 50 ? 1900 : 2000) : fields[0] * 100 + fields[1];
  const int month = rest[0], day = rest[1], hour = rest[2], minute = rest[3], second = rest[4];
  if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  reader = ahead;
  return seconds_from_civil({year, month, day, hour, minute, second});
}

void write_time(Writer& writer, UnixSeconds time) {
  const Civil c = civil_from_seconds(time);
  const bool utc = c.year >= 1950 && c.year < 2050;
  std::string text = digits(c.year, utc ? 2 : 4);
  for (const int field : {c.month, c.day, c.hour, c.minute, c.second}) text += digits(field, 2);
  text += 'Z';
  writer.string(utc ? Tag::kUtcTime : Tag::kGeneralizedTime, as_bytes(text));
}

}  // namespace popcert::der
