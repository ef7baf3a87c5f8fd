#pragma once

#include <string>

#include "base/bytes.h"

namespace popcert {

/// A moment of the proleptic Gregorian calendar in UTC. month 1 to 12, day 1 to 31, hour 0 to 23.
struct Civil {
  std::int64_t year;
  int month, day, hour, minute, second;
};

UnixSeconds seconds_from_civil(const Civil& civil);
Civil civil_from_seconds(UnixSeconds time);
int days_in_month(std::int64_t year, int month);

/// The last `count` decimal digits of a value that is not negative, with leading zeros.
std::string digits(std::int64_t value, std::size_t count);

/// "2026-05-17" in UTC, for messages.
std::string date_text(UnixSeconds time);

}  // namespace popcert
