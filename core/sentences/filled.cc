#include "sentences/filled.h"

#include "base/date.h"

namespace popcert {
namespace {

std::string text_of(std::string_view word, const Facts& facts) {
  switch (word.front()) {
    case 'v': return std::to_string(facts.value);
    case 'd': return date_text(facts.value);
    case 'c': return std::to_string(facts.second);
    case 'f': return date_text(facts.second);
    case 'w':
    case 'o': return facts.where;
    default: return facts.name;
  }
}

}  // namespace

std::string filled(std::string_view sentence, const Facts& facts, std::vector<Parameter>* used) {
  std::string out;
  for (;;) {
    const auto open = sentence.find('{');
    out += sentence.substr(0, open);
    if (open == sentence.npos) return out;
    const auto close = sentence.find('}', open);
    const auto word = sentence.substr(open + 1, close - open - 1);
    auto text = text_of(word, facts);
    out += text;
    if (used != nullptr) used->push_back({word, std::move(text)});
    sentence.remove_prefix(close + 1);
  }
}

}  // namespace popcert
