#pragma once

#include "files/found.h"
#include "keys/password.h"
#include "sentences/finding.h"

namespace popcert::files {

using keys::Password;

/// Reads a file in whatever format it has: PEM with any number of blocks, DER, PFX, PKCS #7, JWK, Microsoft's key
/// formats; as UTF-8 or UTF-16. What is wrapped in it is unwrapped and read like a file (reader.h): strings of JSON,
/// values in other texts, base64, hexadecimal digits, encodings of texts. Every object is decoded with its own decoder
/// once; none is tried after another. What was found inside something twice is there once.
/// password   nullopt: none was given. One password for the whole file; other forms of it are tried where it opens
///            something not
/// Errors     those of a file as a whole (kInputEmpty, kInputTooLarge, kInputNotRecognized, kTooManyItems, ...);
///            what is wrong with one object of several is an `Other`
Result<Contents> read_contents(Bytes file, std::optional<Password> password, ReadBudget& budget);

/// With a budget of its own.
Result<Contents> read_contents(Bytes file, std::optional<Password> password);

/// The error of a file in which a key was wanted, or a certificate, and none is.
Error error_without_key(const Contents& contents);
Error error_without_certificate(const Contents& contents);

/// Why these contents are of no use in a field, if so. Where no field is named: nothing in them can be used, or a
/// password is wanted first, for what it opens may be more than what is in sight.
/// wanted   kPrivateKey, kCaCertificate or kNone
std::optional<Error> reason_to_refuse(const Contents& contents, Field wanted);

/// Where an error belongs if the file stood in `field`: a wrong or missing password has a field of its own.
Field field_of(const Error& error, Field field);

}  // namespace popcert::files
