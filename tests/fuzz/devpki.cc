// Development certificates: what is ordered is made under a CA of its own and read back by the decoders of files, as every
// other program would: the certificate octet for octet, the key as it left, and of one device in some thousand encrypted and
// as PFX too, since the derivations are as long as they have to be. An order is two octets (kind and key), one for the path
// length, eight for the period, then lines: the fields of the subject, and the names of a server.

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "crypto/verify.h"
#include "devpki/make.h"
#include "devpki/wrapping.h"
#include "files/contents.h"
#include "fuzz/sample.h"
#include "pem/pem.h"

using namespace popcert;
using namespace popcert::devpki;

namespace {

constexpr UnixSeconds kNow = 1798000000, kDay = 86400;
constexpr std::string_view kPassword = "correct horse";

void expect(bool holds) {
  if (!holds) __builtin_trap();
}

Buffer random_of(std::size_t size) {
  Buffer out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(i * 7 + 1);
  return out;
}

template <class T>
T taken(Outcome<T> outcome) {
  expect(std::holds_alternative<T>(outcome));
  return std::move(std::get<T>(outcome));
}

const Wrapping& open_wrapping() {
  static const auto wrapping = taken(make_wrapping({std::nullopt, PfxForm::kNone, random_of(kWrappingRandomOctets)}));
  return wrapping;
}

const Wrapping& locked_wrapping() {
  static const auto random = random_of(kWrappingRandomOctets);
  static const auto wrapping = taken(make_wrapping({as_bytes(kPassword), PfxForm::kModern, random}));
  return wrapping;
}

const Authority& authority() {
  static const auto ca = [] {
    const auto made =
        taken(make({.kind = Kind::kRoot, .subject = {"root"}, .validity = {kNow - kDay, kNow + 3650 * kDay}}, nullptr,
                   random_of(kMakeRandomOctets)));
    const Bytes chain[] = {made.certificate.der()};
    const auto files = taken(open_wrapping().wrap(*made.key, chain, "ca", random_of(kWrapRandomOctets)));
    const auto certificate = pem::encode_pem("CERTIFICATE", made.certificate.der());
    return taken(open_authority(as_bytes(certificate), files.pem.expose(), std::nullopt, kNow));
  }();
  return ca;
}

/// One key of the order's certificate, and with a PFX the certificate beside it.
void expect_key(Bytes file, std::optional<files::Password> password, const crypto::PublicKey& key,
                std::size_t certificates) {
  const auto contents = files::read_contents(file, std::move(password));
  expect(contents && contents->private_keys().size() == 1 && contents->certificates().size() == certificates);
  expect(crypto::public_key_of(contents->private_keys().front()->key) == key);
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty() && out.size() < 16) {
    const auto line = text.substr(0, text.find('\n'));
    out.emplace_back(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return out;
}

UnixSeconds days(const std::uint8_t* octets) {
  std::int32_t count = 0;
  std::memcpy(&count, octets, sizeof count);
  return kDay * count;
}

}  // namespace

/// The derivations take seconds under the sanitizers: before the first input, which has a limit.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  (void)locked_wrapping();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 11 || size > 4096) return 0;
  auto lines = lines_of({reinterpret_cast<const char*>(data) + 11, size - 11});
  std::string* const ends = lines.data() + std::min<std::size_t>(lines.size(), 6);
  SubjectFields subject{};
  std::string* const fields[] = {&subject.common_name, &subject.organization, &subject.organizational_unit,
                                 &subject.locality,    &subject.state,        &subject.country};
  std::size_t at = 0;
  for (auto* line = lines.data(); line != ends; ++line) *fields[at++] = *line;
  const Order order{static_cast<Kind>(data[0] % 6),
                    data[1] % 2 == 0 ? KeyKind::kP256 : KeyKind::kP384,
                    subject,
                    {ends, lines.data() + lines.size()},
                    {kNow + days(data + 3), kNow + days(data + 7)},
                    data[2] < 8 ? std::optional<std::uint64_t>(data[2]) : std::nullopt};
  const auto outcome = make(order, &authority(), random_of(kMakeRandomOctets));
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
    expect(!sentence_of(*refusal).message.empty());
    return 0;
  }
  const auto& made = std::get<Made>(outcome);
  const auto& certificate = made.certificate.fields();
  const auto read = files::read_contents(made.certificate.der(), std::nullopt);
  expect(read && read->items.size() == 1 && read->certificates().size() == 1);
  expect(std::ranges::equal(read->certificates().front()->der, made.certificate.der()));
  const bool root = order.kind == Kind::kRoot;
  expect(certificate.self_issued() == root || certificate.subject == authority().certificate().subject);
  expect(
      crypto::verify(root ? certificate.key : authority().certificate().key, certificate.tbs, certificate.signature));
  expect(made.key.has_value() == (order.kind != Kind::kVerification));
  if (!made.key) return 0;
  expect(crypto::public_key_of(*made.key) == certificate.key);

  const Bytes chain[] = {made.certificate.der()};
  const auto open = taken(open_wrapping().wrap(*made.key, chain, subject.common_name, random_of(kWrapRandomOctets)));
  expect_key(open.pem.expose(), std::nullopt, certificate.key, 0);
  if (order.kind != Kind::kDevice || !is_sampled(data, size, 8192)) return 0;  // the others' keys leave in no other way
  const auto locked =
      taken(locked_wrapping().wrap(*made.key, chain, subject.common_name, random_of(kWrapRandomOctets)));
  expect_key(locked.pem.expose(), as_bytes(kPassword), certificate.key, 0);
  expect(locked.pfx.has_value());
  expect_key(*locked.pfx, as_bytes(kPassword), certificate.key, 1);
  return 0;
}
