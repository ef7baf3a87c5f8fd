#include "files/foreign.h"

#include <algorithm>
#include <string_view>

#include "pem/blank.h"

namespace popcert::files {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view start;
  ErrorCode code;
};

constexpr Signature kBinary[] = {
    {"\xfe\xed\xfe\xed"sv, ErrorCode::kFormatJavaKeystore},  // JKS
    {"\xce\xce\xce\xce"sv, ErrorCode::kFormatJavaKeystore},  // JCEKS
    {"PK\x03\x04"sv, ErrorCode::kFormatArchive},             // ZIP; JAR and APPX are the same
    {"PK\x05\x06"sv, ErrorCode::kFormatArchive},             // ZIP without files
    {"\x1f\x8b\x08"sv, ErrorCode::kFormatArchive},           // gzip, RFC 1952 2.3.1
    {"BZh"sv, ErrorCode::kFormatArchive},
    {"\x28\xb5\x2f\xfd"sv, ErrorCode::kFormatArchive},  // Zstandard, RFC 8878 3.1.1
    {"7z\xbc\xaf\x27\x1c"sv, ErrorCode::kFormatArchive},
    {"\xfd"
     "7zXZ\0"sv,
     ErrorCode::kFormatArchive},
    {"Rar!\x1a\x07"sv, ErrorCode::kFormatArchive},
    {"MSCF\0\0\0\0"sv, ErrorCode::kFormatArchive},  // Windows cabinet
    {"Salted__"sv, ErrorCode::kFormatEncrypted},    // openssl enc
    {"SQLite format 3\0"sv, ErrorCode::kFormatSqlite},
    {"\x03\xd9\xa2\x9a"sv, ErrorCode::kFormatEncrypted},  // KeePass
    {"%PDF-"sv, ErrorCode::kFormatDocument},
    {"kych"sv, ErrorCode::kFormatKeychain},                 // macOS, before 10.12
    {"\0\0\0\0CERT"sv, ErrorCode::kFormatSerializedStore},  // what certmgr.msc writes
};

constexpr Signature kText[] = {
    {"PuTTY-User-Key-File-", ErrorCode::kFormatPutty},
    {"SSH PRIVATE KEY FILE FORMAT", ErrorCode::kFormatOpenSsh},
    {"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY", ErrorCode::kFormatOpenSsh},
    {"---- BEGIN SSH2 PUBLIC KEY", ErrorCode::kObjectIsPublicKey},  // RFC 4716 3.1
    {"ssh-rsa ", ErrorCode::kObjectIsPublicKey},
    {"ssh-dss ", ErrorCode::kObjectIsPublicKey},
    {"ssh-ed25519 ", ErrorCode::kObjectIsPublicKey},
    {"ecdsa-sha2-", ErrorCode::kObjectIsPublicKey},
    {"sk-ssh-", ErrorCode::kObjectIsPublicKey},
    {"sk-ecdsa-", ErrorCode::kObjectIsPublicKey},
    {"$ANSIBLE_VAULT;", ErrorCode::kFormatEncrypted},
    {"age-encryption.org/v1", ErrorCode::kFormatEncrypted},
    {"U2FsdGVkX1", ErrorCode::kFormatEncrypted},    // openssl enc -a
    {"pkcs11:", ErrorCode::kObjectIsKeyReference},  // RFC 7512
    {"engine:", ErrorCode::kObjectIsKeyReference},
    {"tpmkey:", ErrorCode::kObjectIsKeyReference},
    {"arn:aws", ErrorCode::kObjectIsKeyReference},
    {"awskms:", ErrorCode::kObjectIsKeyReference},
    {"azurekms:", ErrorCode::kObjectIsKeyReference},
    {"cloudkms:", ErrorCode::kObjectIsKeyReference},
    {"yubikey:", ErrorCode::kObjectIsKeyReference},
};

/// An OpenPGP public or secret key, or the session key of a message, version 3 to 6, with a length in two octets; that
/// of a password with one (RFC 9580 4.2, 5.1, 5.3, 5.5.1).
bool is_pgp(std::string_view file) {
  if (file.size() < 4) return false;
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(file[i]); };
  const auto is_version = [&](std::size_t i) { return at(i) >= 3 && at(i) <= 6; };
  if (at(0) == 0x8c || at(0) == 0xc3) return at(1) < 64 && is_version(2);
  const bool legacy = at(0) == 0x85 || at(0) == 0x95 || at(0) == 0x99;
  const bool current = (at(0) == 0xc1 || at(0) == 0xc5 || at(0) == 0xc6) && at(1) >= 192 && at(1) < 224;
  return is_version(3) && (legacy || current);
}

/// The keybox of GnuPG: length, type 1, version, flags, "KBXf" (kbx/keybox-blob.c).
bool is_keybox(std::string_view file) { return file.size() > 12 && file.substr(8, 4) == "KBXf"; }

/// The five parts of a JWE in its compact form (RFC 7516 7.1); "eyJ" is base64url of {".
bool is_jwe(std::string_view text) {
  if (!text.starts_with("eyJ")) return false;
  std::size_t dots = 0;
  for (const char c : text) {
    dots += c == '.';
    if (c == '{' || c == ':' || dots > 4) return false;
  }
  return dots == 4;
}

/// An object in a key vault: https://NAME.vault.azure.net/keys/... (or certificates, secrets).
bool is_vault_address(std::string_view text) {
  const auto start = text.substr(0, 128);
  return start.starts_with("https://") &&
         (start.find(".vault.azure.") != start.npos || start.find(".managedhsm.azure.") != start.npos);
}

}  // namespace

std::optional<ErrorCode> recognise_foreign(Bytes file) {
  std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  for (const auto& signature : kBinary) {
    if (text.starts_with(signature.start)) return signature.code;
  }
  if (is_keybox(text)) return ErrorCode::kFormatKeybox;
  if (is_pgp(text)) return ErrorCode::kFormatPgp;
  while (!text.empty() && pem::is_blank(text.front())) text.remove_prefix(1);
  for (const auto& signature : kText) {
    if (text.starts_with(signature.start)) return signature.code;
  }
  if (is_jwe(text)) return ErrorCode::kFormatJwe;
  if (is_vault_address(text)) return ErrorCode::kObjectIsKeyReference;
  return std::nullopt;
}

bool is_web_page(Bytes text) {
  while (!text.empty() && pem::is_blank(text.first(1))) text = text.subspan(1);
  for (const std::string_view start : {"<!doctype", "<html"}) {
    const auto begins = [](char c, std::uint8_t octet) {
      return c == '!' || c == '<' ? c == octet : c == (octet | 0x20);
    };
    if (text.size() > start.size() && std::equal(start.begin(), start.end(), text.begin(), begins)) return true;
  }
  return false;
}

}  // namespace popcert::files
