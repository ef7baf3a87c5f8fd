#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"

namespace popcert::files {

/// One way to read what a device or service gave back.
struct SignatureReading {
  Buffer octets;
  std::string how;  // "base64", "hexadecimal digits", ...; empty: the octets as they are
};

/// Every way in which the octets of a signature may stand in a file, each once, the plainest first: as they are; PEM,
/// base64 of either alphabet, hexadecimal or decimal numbers, anywhere in a text or in JSON; in that once more; in a
/// TPM's structure, an OCTET STRING or a BIT STRING. Guesses freely: what a signature is shows when it is verified.
/// file   public octets; of those beyond kMaxSignatureFileOctets nothing but the octets themselves
std::vector<SignatureReading> signature_readings(Bytes file);

}  // namespace popcert::files
