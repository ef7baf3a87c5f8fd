#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace popcert {

/// What the words in braces of a sentence stand for.
struct Facts {
  std::int64_t value = 0;   // {value}: a size, count or number; {date}: the same as UnixSeconds
  std::int64_t second = 0;  // {count} and {from}: likewise, where a sentence has two
  std::string name{};       // {name}
  std::string where{};  // {where}: a place in a file, such as "data.tls.key"; {other}: what the one of that name is not
};

/// One such word and its text; a date is yyyy-mm-dd.
struct Parameter {
  std::string_view word;
  std::string text;
};

/// The sentence with its words filled in. used: gets each word that is in it, so that a translation can be filled in
/// the same way; may be null.
std::string filled(std::string_view sentence, const Facts& facts, std::vector<Parameter>* used = nullptr);

}  // namespace popcert
