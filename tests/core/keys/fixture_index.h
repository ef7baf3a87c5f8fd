#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "core/fixture.h"

namespace popcert::test {

/// A line of index.tsv: a file that must open. keys and certificates are names, as in keys/NAME-spki.der and
/// certs/NAME.der.
struct IndexEntry {
  std::string file, password, tool;
  std::vector<std::string> keys, certificates;
};

/// Those whose file begins with `folder` and ends with `ending`.
inline std::vector<IndexEntry> fixture_index(const std::string& folder, const std::string& ending) {
  const auto list = [](const std::string& text) {
    std::vector<std::string> names;
    std::istringstream in(text == "-" ? "" : text);
    for (std::string name; std::getline(in, name, ',');) names.push_back(name);
    return names;
  };
  const auto octets = fixture("index.tsv");
  std::istringstream lines(std::string(octets.begin(), octets.end()));
  std::vector<IndexEntry> entries;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream in(line);
    std::string file, password, keys, certificates, tool;
    for (std::string* field : {&file, &password, &keys, &certificates, &tool}) std::getline(in, *field, '\t');
    const bool wanted = file.size() > ending.size() && file.compare(0, folder.size(), folder) == 0 &&
                        file.compare(file.size() - ending.size(), ending.size(), ending) == 0;
    if (wanted) entries.push_back({file, password, tool, list(keys), list(certificates)});
  }
  return entries;
}

}  // namespace popcert::test
