#include "der/time.h"

#include <cstdio>

namespace popcert::der {
namespace {

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar, by counting whole 400-year eras of 146097 days
/// from a year that begins in March, so that the leap day comes last.
std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

struct Civil {
  std::int64_t year;
  int month, day, hour, minute, second;
};

Civil civil_from_seconds(UnixSeconds time) {
  std::int64_t days = time / 86400;
  std::int64_t rest = time % 86400;
  if (rest < 0) {
    rest += 86400;
    --days;
  }
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted_month = static_cast<int>((5 * day_of_year + 2) / 153);
  const int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {year_of_era + era * 400 + (month <= 2),
          month,
          static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1),
          static_cast<int>(rest / 3600),
          static_cast<int>(rest / 60 % 60),
          static_cast<int>(rest % 60)};
}

int days_in_month(std::int64_t year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

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
  return days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
}

void write_time(Writer& writer, UnixSeconds time) {
  const Civil c = civil_from_seconds(time);
  const bool utc = c.year >= 1950 && c.year < 2050;
  char text[48];
  const int size = utc ? std::snprintf(text, sizeof text, "%02d%02d%02d%02d%02d%02dZ", static_cast<int>(c.year % 100),
                                       c.month, c.day, c.hour, c.minute, c.second)
                       : std::snprintf(text, sizeof text, "%04d%02d%02d%02d%02d%02dZ", static_cast<int>(c.year), c.month,
                                       c.day, c.hour, c.minute, c.second);
  writer.string(utc ? Tag::kUtcTime : Tag::kGeneralizedTime, as_bytes({text, static_cast<std::size_t>(size)}));
}

std::string date_text(UnixSeconds time) {
  const Civil c = civil_from_seconds(time);
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", static_cast<int>(c.year), c.month, c.day);
  return text;
}

}  // namespace popcert::der
