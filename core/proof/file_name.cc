#include "proof/file_name.h"

namespace popcert::proof {
namespace {

/// Letters, digits, '.' and '_' stay; every run of anything else becomes one '-'.
std::string file_safe(std::string_view text, std::size_t longest) {
  std::string out;
  for (const char c : text) {
    const bool safe =
        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    if (safe) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
    if (out.size() == longest) break;
  }
  while (!out.empty() && (out.back() == '-' || out.back() == '.')) out.pop_back();
  return out;
}

}  // namespace

std::string file_name(std::string_view ca_name, std::string_view verification_code) {
  std::string out = "popcert";
  for (const auto& part : {file_safe(ca_name, 40), file_safe(verification_code, 8)}) {
    if (!part.empty()) out += "-" + part;
  }
  return out;
}

}  // namespace popcert::proof
