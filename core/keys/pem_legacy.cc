#include "keys/pem_legacy.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/cipher.h"
#include "crypto/kdf.h"
#include "der/reader.h"
#include "pem/blank.h"
#include "sentences/phrase.h"

namespace popcert::keys {
namespace {

using crypto::Cipher;
using pem::trimmed;

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return upper(x) == upper(y); });
}

std::optional<Buffer> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Buffer octets;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = hex_digit(static_cast<std::uint8_t>(text[i])),
               low = hex_digit(static_cast<std::uint8_t>(text[i + 1]));
    if (!high || !low) return std::nullopt;
    octets.push_back(static_cast<std::uint8_t>(*high << 4 | *low));
  }
  return octets;
}

struct Known {
  std::string_view name;
  std::optional<Cipher> cipher;
};

/// Names of OpenSSL (openssl list -cipher-algorithms); without a cipher: known, but not read here.
constexpr Known kKnown[] = {
    {"AES-128-CBC", Cipher::kAes128},   {"AES-192-CBC", Cipher::kAes192},   {"AES-256-CBC", Cipher::kAes256},
    {"DES-EDE3-CBC", Cipher::kDesEde3}, {"DES-CBC", Cipher::kDes},          {"RC2-CBC", std::nullopt},
    {"RC2-40-CBC", std::nullopt},       {"RC2-64-CBC", std::nullopt},       {"RC4", std::nullopt},
    {"BF-CBC", std::nullopt},           {"CAST5-CBC", std::nullopt},        {"IDEA-CBC", std::nullopt},
    {"SEED-CBC", std::nullopt},         {"SM4-CBC", std::nullopt},          {"DESX-CBC", std::nullopt},
    {"DES-EDE-CBC", std::nullopt},      {"CAMELLIA-128-CBC", std::nullopt}, {"CAMELLIA-192-CBC", std::nullopt},
    {"CAMELLIA-256-CBC", std::nullopt}, {"ARIA-128-CBC", std::nullopt},     {"ARIA-192-CBC", std::nullopt},
    {"ARIA-256-CBC", std::nullopt},     {"AES-256-GCM", std::nullopt},
};

/// "4,ENCRYPTED", blanks around the comma allowed (RFC 1421 4.6.1.1).
bool says_encrypted(std::string_view proc_type) {
  const auto comma = proc_type.find(',');
  return comma != proc_type.npos && trimmed(proc_type.substr(0, comma)) == "4" &&
         equal_ignoring_case(trimmed(proc_type.substr(comma + 1)), "ENCRYPTED");
}

}  // namespace

Result<Secret> decrypt_legacy_pem(std::string_view proc_type, std::string_view dek_info, Bytes body,
                                  std::optional<Bytes> password) {
  const Error header_malformed{ErrorCode::kPemHeaderMalformed};
  const auto comma = dek_info.find(',');
  const auto name = trimmed(dek_info.substr(0, comma));
  if (!says_encrypted(proc_type) || name.empty()) return header_malformed;
  const auto known = std::find_if(std::begin(kKnown), std::end(kKnown),
                                  [&](const Known& entry) { return equal_ignoring_case(entry.name, name); });
  if (known == std::end(kKnown)) return Error{ErrorCode::kCipherUnsupported, 0, 0, phrase::kUnknownCipher};
  if (!known->cipher) return Error{ErrorCode::kCipherUnsupported, 0, 0, known->name};
  const auto iv = comma == dek_info.npos ? std::nullopt : from_hex(trimmed(dek_info.substr(comma + 1)));
  const std::size_t block = crypto::block_octets(*known->cipher);
  if (!iv || iv->size() != block) return header_malformed;
  if (body.empty() || body.size() % block != 0) return Error{ErrorCode::kEncryptedContentMalformed};
  if (!password) return Error{ErrorCode::kKeyEncrypted};

  const Secret key = crypto::openssl_bytes_to_key(*password, Bytes(*iv).first(8), crypto::key_octets(*known->cipher));
  auto plaintext = crypto::decrypt_cbc(*known->cipher, key.expose(), *iv, body);
  if (!plaintext) return plaintext;
  // Padding fits by chance once in 256 times: there must be one whole SEQUENCE of whole elements too.
  auto sequence = der::enter_whole(plaintext->expose());
  if (!sequence || sequence->empty()) return Error{ErrorCode::kPasswordWrong};
  while (!sequence->empty()) {
    if (!sequence->next()) return Error{ErrorCode::kPasswordWrong};
  }
  return plaintext;
}

}  // namespace popcert::keys
