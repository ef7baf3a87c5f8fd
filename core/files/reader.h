#pragma once

#include "files/found.h"
#include "keys/json.h"
#include "keys/password.h"
#include "keys/pkcs12.h"
#include "pem/pem.h"

namespace popcert::files {

/// How often what is read was unwrapped already.
struct Level {
  std::size_t encodings = 0;   // base64, hexadecimal, percent-encoding, quoted-printable
  std::size_t containers = 0;  // JSON
};

/// The same with how it was written.
inline Result<FoundKey> found(Result<crypto::PrivateKey> key, std::string_view format) {
  if (!key) return key.error();
  return FoundKey{std::move(*key), format};
}

/// The one reader of everything: it reads a file, and what it unwraps of it as a file again.
class Reader {
 public:
  Reader(std::optional<keys::Password> password, ReadBudget& budget) : password_(password), budget_(budget) {}

  /// Reads octets as a file into the contents.
  /// Returns  what is wrong with it as a whole, if so
  std::optional<Error> read(Bytes file, Level level = {});

  /// Tries other forms of the password on what it did not open; last.
  void open_rest();

  /// Once there are too many, nothing more is decoded.
  Result<Contents> take() &&;

 private:
  /// An encrypted object, and how it is opened; once the password did not open it, why not.
  struct Locked {
    enum class How : std::uint8_t { kPfx, kPkcs8, kPem };
    Secret octets;
    How how;
    std::string proc_type, dek_info;  // with kPem
    Error error{};
    std::string place{};
  };

  // Texts
  std::optional<Error> read_text(Bytes text, Level level);
  std::optional<Error> read_plain(Bytes text, Level level);
  bool read_base64(Bytes text, Level level, std::optional<Error>& error);

  // What is wrapped in them
  void read_around(Bytes text, std::size_t begin, std::size_t end, Level level);
  void read_digits(Bytes digits, Level level, const std::string& place);
  void read_octets(Bytes part, std::size_t begin, Level inside);
  void read_wrapped(Bytes octets, Level level, std::string place);
  bool may_unwrap(Bytes octets);

  // JSON
  std::optional<Error> read_json_file(const keys::JsonValue& value, Level level);
  void read_json(const keys::JsonValue& value, Level level, const std::string& place, std::size_t depth);
  void read_object(const keys::JsonValue& object, Level level, const std::string& place, std::size_t depth);

  // Objects
  void add(Item item);
  void add_error(const Error& error);
  void add_block(const pem::Block& block);
  void add_object(Bytes der);
  void add_key(Bytes der, std::string_view format = {});
  void add_decoded_key(Result<FoundKey> key);
  void add_certificate(Bytes der);
  void add_pfx(const keys::PfxContents& pfx);
  void add_pkcs7(Bytes octets);
  void add_encrypted(Locked locked);
  std::optional<Error> open(const Locked& locked, std::optional<Bytes> password, keys::KdfBudget& kdf);
  bool may_decode(std::size_t& left, std::size_t limit);
  void give_up(ErrorCode code, std::size_t limit);
  /// Of what was found, opened or not, and there already or not.
  std::size_t count() const { return contents_.items.size() + locked_.size() + repeated_; }

  std::optional<keys::Password> password_;
  ReadBudget& budget_;
  Contents contents_;
  std::string place_;           // of what is read
  std::size_t unwrapping_ = 0;  // what is read stands inside something
  std::size_t repeated_ = 0;    // what was left out, for it is there
  bool too_deep_ = false;
  std::vector<Locked> locked_;
  std::optional<Error> too_many_;
};

}  // namespace popcert::files
