#pragma once

#include "files/contents.h"

namespace popcert::proof {

/// Keys and certificates of both files, with the findings about reading them.
struct Material {
  std::vector<Finding> findings;
  std::vector<files::FoundKey> keys;
  std::vector<x509::Certificate> certificates;           // of the CA's file
  std::vector<x509::Certificate> key_file_certificates;  // none where a CA's file was given that cannot be used
  std::optional<Error> key_file_defect;

  const x509::Certificate& at(std::size_t ca_index) const {
    return ca_index < certificates.size() ? certificates[ca_index]
                                          : key_file_certificates[ca_index - certificates.size()];
  }
};

/// Reads the key's file into `out`.
void take_key_file(Bytes key_file, std::optional<keys::Password> password, Material& out);

/// Reads the CA's file into `out`, which holds the key's already, where there is one. A key in it is left alone.
/// password  the key's, where there is one: it may open this file too
void take_ca_file(Bytes file, std::optional<keys::Password> password, Material& out);

/// Says that no CA's file was given, unless the certificate is in the key's, or the key's is the one thing to mend.
void take_no_ca_file(bool has_key_file, Material& out);

/// Puts findings before others: a checklist follows the form, so code, key and certificate come before what they are
/// together.
void add_in_front(std::vector<Finding>& findings, std::vector<Finding> first);

}  // namespace popcert::proof
