// A file of text in any format, with a password: PEM in its old and new encryptions, JSON, base64, UTF-16. Whatever is found in it
// is an item, there are no more than were allowed, and what is wrong with a file stands in its error.

#include "files/contents.h"
#include "pem/encoding.h"

using namespace popcert;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes file(data, size);
  // Binary files have targets of their own.
  if (size > 0 && !pem::is_text(file) && file.front() == 0x30) return 0;
  // A mutated count of rounds only costs time, and each key a multiplication on its curve.
  files::ReadBudget budget{keys::KdfBudget(100), 2, 4};
  const auto contents = files::read_contents(file, as_bytes("correct horse"), budget);
  if (!contents) {
    if (files::field_of(contents.error(), Field::kPrivateKey) == Field::kNone) __builtin_trap();
    return 0;
  }
  if (contents->items.empty()) __builtin_trap();
  if (contents->private_keys().size() > 3 || contents->certificates().size() > 4) __builtin_trap();
  const auto others = contents->items.size() - contents->private_keys().size() - contents->certificates().size();
  if ((contents->best_error() != nullptr) != (others > 0)) __builtin_trap();
  if (contents->defect() != nullptr && contents->best_error() == nullptr) __builtin_trap();
  const bool has_key = !contents->private_keys().empty();
  if (files::reason_to_refuse(*contents, Field::kPrivateKey).has_value() == has_key) __builtin_trap();
  return 0;
}
