#include "files/ca_file.h"

namespace popcert::files {

Result<CaFile> read_ca_file(Bytes file, std::optional<keys::Password> password) {
  const auto contents = read_contents(file, password);
  if (!contents) return contents.error();
  CaFile out;
  for (const auto* certificate : contents->certificates()) out.certificates.push_back(*certificate);
  if (out.certificates.empty()) return error_without_certificate(*contents);
  if (const auto* defect = contents->defect()) out.defect = *defect;
  return out;
}

}  // namespace popcert::files
