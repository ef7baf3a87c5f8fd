#pragma once

#include <optional>

#include "base/result.h"
#include "crypto/key.h"
#include "keys/json.h"

namespace popcert::keys {

/// From "<RSAKeyValue" to its end tag.
struct XmlExtent {
  std::size_t start, end;
};

/// The next RSAKeyValue or RSAParameters in a text, as .NET's ToXmlString and XmlSerializer write them.
std::optional<XmlExtent> find_rsa_key_value(Bytes text, std::size_t from);

/// xml     one of these
/// Errors   kKeyMalformed (a number missing), kObjectIsPublicKey (Modulus and Exponent only), kBase64Malformed, those
///          of crypto::make_rsa_private_key
/// Source   XML Signature 4.5.2.2; .NET's RSA.ToXmlString for the private numbers
Result<crypto::PrivateKey> decode_rsa_key_value(Bytes xml);

/// The same numbers as members of JSON, as .NET serialises RSAParameters.
/// object   one in which `is_rsa_parameters` has found the first and the last of them
/// Errors   those of `decode_rsa_key_value`
bool is_rsa_parameters(const JsonValue& object);
Result<crypto::PrivateKey> decode_rsa_parameters(const JsonValue& object);

}  // namespace popcert::keys
