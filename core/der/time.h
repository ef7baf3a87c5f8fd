#pragma once

#include <optional>

#include "der/reader.h"
#include "der/writer.h"

namespace popcert::der {

/// Reads the next element as the Time of a certificate: UTCTime YYMMDDHHMMSSZ with the century of RFC 5280 4.1.2.5.1,
/// or GeneralizedTime YYYYMMDDHHMMSSZ (4.1.2.5.2). Nothing moves if it is another element or no such moment (month 13,
/// 30 February); "60" seconds are refused too.
std::optional<UnixSeconds> read_time(Reader& reader);

/// UTCTime through 2049, GeneralizedTime after, as RFC 5280 4.1.2.5 wants. time must lie in the years 1950 to 9999.
void write_time(Writer& writer, UnixSeconds time);

inline constexpr UnixSeconds kEarliestTime = -631152000;  // 1950-01-01T00:00:00Z
inline constexpr UnixSeconds kLatestTime = 253402300799;  // 9999-12-31T23:59:59Z

}  // namespace popcert::der
