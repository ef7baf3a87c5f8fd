#pragma once

#include <emscripten/stack.h>
#include <emscripten/val.h>

#include "crypto/digest.h"
#include "files/contents.h"

// Values between JavaScript and the core. Those that are not inline are used often, and each use of val is long code.
namespace popcert::wasm {

using emscripten::val;

// -- JavaScript to C++

/// One copy, straight into the wiped buffer; a std::string argument would be freed unwiped.
Secret take_secret(const val& octets);

/// Octets that may be absent, which is not the same as none.
struct OptionalSecret {
  explicit OptionalSecret(const val& octets);
  std::optional<Bytes> get() const { return given ? std::optional<Bytes>(secret.expose()) : std::nullopt; }
  bool given;
  Secret secret;
};

/// The password of an input: as typed, and composed and decomposed, where that is not the same.
struct GivenPassword {
  explicit GivenPassword(const val& input)
      : typed(input["password"]),
        composed(take_secret(input["passwordComposed"])),
        decomposed(take_secret(input["passwordDecomposed"])) {}
  std::optional<keys::Password> get() const {
    if (!typed.given) return std::nullopt;
    keys::Password password(typed.secret.expose());
    password.composed = composed.expose();
    password.decomposed = decomposed.expose();
    return password;
  }
  OptionalSecret typed;
  Secret composed, decomposed;
};

/// Times beyond every calendar become one that the core refuses.
UnixSeconds take_time(const val& seconds);
std::optional<UnixSeconds> take_optional_time(const val& seconds);

// -- C++ to JavaScript

val octets_of(Bytes octets);
std::string fingerprint(crypto::Hash hash, Bytes octets);

[[gnu::noinline]] void put(val& out, const char* name, const val& value);
[[gnu::noinline]] void put(val& out, const char* name, std::string_view text);
[[gnu::noinline]] void put(val& out, const char* name, double number);
[[gnu::noinline]] void put_flag(val& out, const char* name, bool flag);
[[gnu::noinline]] void put_null(val& out, const char* name);
[[gnu::noinline]] void put_or_null(val& out, const char* name, bool given, const val& value);
void put_time(val& out, const char* name, UnixSeconds time);
/// -1 where there is none.
void put_index(val& out, const char* name, const std::optional<std::size_t>& index);
void put_findings(val& out, const std::vector<Finding>& findings);
[[gnu::noinline]] void push(val& array, const val& value);

val error_of(const Error& error, Field field);
val error_of(const Error& error, Field field, const Facts& facts);
val finding_of(const Finding& finding);
void add_findings(val& array, const std::vector<Finding>& findings);
val item_of(const x509::Certificate& certificate);
val item_of(const files::Item& item);

/// The two forms of a result.
val success(const val& value);
val failure(const Error& error, Field field);
/// The same, in the words of the finding that fails with this error, if one of these does: they may tell more.
val failure(const Error& error, Field field, const std::vector<Finding>& findings);

/// BearSSL leaves numbers of the key on the stack it used. This runs when the core has returned and zeroes everything
/// below its own frame, which is all that any of its calls can have reached.
[[gnu::noinline]] void wipe_dead_stack();

template <val (*use_case)(const val&)>
val with_clean_stack(const val& input) {
  val out = use_case(input);
  wipe_dead_stack();
  return out;
}

}  // namespace popcert::wasm
