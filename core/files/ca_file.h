#pragma once

#include "files/contents.h"

namespace popcert::files {

/// What a CA's file holds for us. defect: something in it could not be read and might have been what was meant.
struct CaFile {
  std::vector<x509::Certificate> certificates;  // at least one
  std::optional<Error> defect;
};

/// Reads a file of which only the certificates count; the error says what it is instead.
/// password  the key's: a PFX may stand here too, most often the one that holds the key; nullopt: none was given
Result<CaFile> read_ca_file(Bytes file, std::optional<keys::Password> password = std::nullopt);

}  // namespace popcert::files
