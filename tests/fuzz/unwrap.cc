// What is wrapped in texts: every run lies inside the text and behind the last one, nothing grows, and places are short and
// plain. The whole reader over the same octets finds no more than it may.

#include "files/base64_runs.h"
#include "files/contents.h"
#include "files/dump.h"
#include "files/encoded_text.h"
#include "files/hex_text.h"
#include "files/place.h"
#include "files/source_text.h"

using namespace popcert;

namespace {

bool is_plain(const std::string& place) {
  return place.size() <= 64 && std::all_of(place.begin(), place.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("._-[]").find(c) != std::string_view::npos;
         });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes text(data, size);
  std::size_t at = 0;
  while (const auto run = files::next_base64_run(text, at)) {
    if (run->start < at || run->end <= run->start || run->end > size || run->digits.size() > run->end - run->start)
      __builtin_trap();
    const auto octets = files::decode_run(*run);
    if (octets && octets->size() > run->digits.size()) __builtin_trap();
    if (!is_plain(files::place_in_text(text, run->start))) __builtin_trap();
    at = run->end;
  }
  for (const auto next : {files::next_hex_run, files::next_decimal_run, files::next_literal, files::next_dump}) {
    at = 0;
    while (const auto run = next(text, at)) {
      if (run->start < at || run->end <= run->start || run->end > size || run->octets.size() > run->end - run->start)
        __builtin_trap();
      at = run->end;
    }
  }
  if (const auto bare = files::without_comments(text); bare && bare->size() != size) __builtin_trap();
  if (const auto undone = files::undo_percent_encoding(text); undone && undone->size() > size) __builtin_trap();
  if (const auto undone = files::undo_entities(text); undone && undone->size() >= size) __builtin_trap();
  if (const auto undone = files::undo_quoted_printable(text); undone && undone->size() >= size) __builtin_trap();

  files::ReadBudget budget{keys::KdfBudget(100), 2, 4, 50, std::size_t{1} << 16};
  const auto contents = files::read_contents(text, std::nullopt, budget);
  if (!contents) return 0;
  if (contents->items.empty() || contents->places.size() != contents->items.size()) __builtin_trap();
  for (const auto& place : contents->places) {
    if (!is_plain(place)) __builtin_trap();
  }
  if (contents->private_keys().size() > 2 || contents->certificates().size() > 4) __builtin_trap();
  return 0;
}
