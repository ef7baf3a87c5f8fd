#include "devpki/make.h"

#include "chain/check_chain.h"
#include "devpki/wrapping.h"
#include "pem/pem.h"

#include <catch_amalgamated.hpp>

namespace popcert::devpki {
namespace {

constexpr UnixSeconds kNow = 1798000000, kDay = 86400;
constexpr x509::Period kYear{kNow - kDay, kNow + 365 * kDay};

Buffer random_of(std::uint8_t start, std::size_t size = kMakeRandomOctets) {
  Buffer out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(start + 7 * i);
  return out;
}

std::string pem_of(const Made& made) { return pem::encode_pem("CERTIFICATE", made.certificate.der()); }

/// As files, as a person would load it.
Authority authority_of(const Made& made, UnixSeconds now = kNow, const std::string& above = "") {
  const auto wrapping = make_wrapping({std::nullopt, PfxForm::kNone, random_of(9)});
  const Bytes chain[] = {made.certificate.der()};
  auto files = std::get<Wrapping>(wrapping).wrap(*made.key, chain, "ca", random_of(11));
  const std::string certificates = pem_of(made) + above;
  auto authority = open_authority(as_bytes(certificates), std::get<Wrapped>(files).pem.expose(), std::nullopt, now);
  REQUIRE(std::holds_alternative<Authority>(authority));
  return std::move(std::get<Authority>(authority));
}

Made made(const Order& order, const Authority* issuer, std::uint8_t start = 1) {
  auto out = make(order, issuer, random_of(start));
  if (const auto* refusal = std::get_if<Refusal>(&out)) FAIL(sentence_of(*refusal).id);
  return std::move(std::get<Made>(out));
}

Reason reason(const Outcome<Made>& outcome) { return std::get<Refusal>(outcome).reason; }

TEST_CASE("a device under an intermediate under a root rolls up to it", "[devpki]") {
  const Made root = made({.kind = Kind::kRoot, .subject = {"root"}, .validity = kYear}, nullptr);
  const Authority root_ca = authority_of(root);
  const Made between = made(
      {.kind = Kind::kIntermediate, .key = KeyKind::kP384, .subject = {"between"}, .validity = kYear}, &root_ca, 2);
  const Authority between_ca = authority_of(between, kNow, pem_of(root));
  CHECK(between_ca.chain().size() == 2);
  const Made device = made({.kind = Kind::kDevice, .subject = {"sensor-1"}, .validity = kYear}, &between_ca, 3);

  const std::string file = pem_of(device) + pem_of(between) + pem_of(root);
  const auto chain = chain::check_chain({as_bytes(file), {}, {}, kNow});
  REQUIRE(chain);
  CHECK(chain->links.size() == 3);
  CHECK(device.certificate.fields().issuer == between.certificate.fields().subject);
  CHECK(device.certificate.fields().extensions.authority_key_identifier ==
        between.certificate.fields().extensions.subject_key_identifier);
  CHECK(root.certificate.fields().extensions.authority_key_identifier ==
        root.certificate.fields().extensions.subject_key_identifier);
}

TEST_CASE("who may not sign does not", "[devpki]") {
  CHECK(reason(make({.kind = Kind::kDevice, .subject = {"x"}, .validity = kYear}, nullptr, random_of(1))) ==
        Reason::kIssuerMissing);
  const Made root = made({.kind = Kind::kRoot, .subject = {"root"}, .validity = kYear, .path_length = 0}, nullptr);
  const Authority ca = authority_of(root);
  CHECK(reason(make({.kind = Kind::kIntermediate, .subject = {"x"}, .validity = kYear}, &ca, random_of(1))) ==
        Reason::kIssuerPathLength);
  CHECK(reason(make({.kind = Kind::kEdgeCa, .subject = {"x"}, .validity = kYear}, &ca, random_of(1))) ==
        Reason::kIssuerPathLength);
  CHECK(reason(make({.kind = Kind::kDevice, .subject = {"x"}, .validity = {kNow + 400 * kDay, kNow + 500 * kDay}}, &ca,
                    random_of(1))) == Reason::kIssuerEndsFirst);

  const auto files = [](const Made& of, UnixSeconds now) {
    const auto wrapping = make_wrapping({std::nullopt, PfxForm::kNone, random_of(9)});
    const Bytes chain[] = {of.certificate.der()};
    auto wrapped = std::get<Wrapping>(wrapping).wrap(*of.key, chain, "ca", random_of(11));
    const std::string certificate = pem_of(of);
    return std::get<Refusal>(
               open_authority(as_bytes(certificate), std::get<Wrapped>(wrapped).pem.expose(), std::nullopt, now))
        .error.code;
  };
  const Made device = made({.kind = Kind::kDevice, .subject = {"leaf"}, .validity = kYear}, &ca);
  CHECK(files(device, kNow) == ErrorCode::kCertificateNotCa);
  CHECK(files(root, kNow + 366 * kDay) == ErrorCode::kCertificateExpired);
  CHECK(files(root, kNow - 2 * kDay) == ErrorCode::kCertificateNotYetValid);
}

TEST_CASE("a certificate ends with its CA", "[devpki]") {
  const Made root = made({.kind = Kind::kRoot, .subject = {"root"}, .validity = kYear}, nullptr);
  const Authority ca = authority_of(root);
  const Made device =
      made({.kind = Kind::kDevice, .subject = {"x"}, .validity = {kNow - 9 * kDay, kNow + 900 * kDay}}, &ca);
  CHECK(device.certificate.fields().not_before == kYear.not_before);
  CHECK(device.certificate.fields().not_after == kYear.not_after);
}

TEST_CASE("the key of a verification certificate is thrown away, and the code is the subject", "[devpki]") {
  const Made root = made({.kind = Kind::kRoot, .subject = {"root"}, .validity = kYear}, nullptr);
  const Authority ca = authority_of(root);
  const Made proof = made(
      {.kind = Kind::kVerification, .subject = {"7D07A6A51F8AF1469499A1D92074D629894BE9FA8A013E49"}, .validity = kYear},
      &ca);
  CHECK_FALSE(proof.key);
  CHECK(reason(make({.kind = Kind::kVerification, .subject = {""}, .validity = kYear}, &ca, random_of(1))) ==
        Reason::kOfTheCore);
}

TEST_CASE("renewed with its own key, only serial and dates differ", "[devpki]") {
  const Made root = made({.kind = Kind::kRoot, .subject = {"root"}, .validity = kYear, .path_length = 3}, nullptr);
  const Authority ca = authority_of(root);
  const Made device = made({.kind = Kind::kDevice, .subject = {"x"}, .validity = kYear}, &ca, 2);
  const x509::Period later{kNow, kNow + 300 * kDay};

  auto same = renew({device.certificate.fields(), &*device.key, KeyKind::kP256, later}, &ca, random_of(40));
  const auto& again = std::get<Made>(same).certificate.fields();
  CHECK(again.subject == device.certificate.fields().subject);
  CHECK(again.key == device.certificate.fields().key);
  CHECK(again.serial != device.certificate.fields().serial);
  CHECK(again.not_after == later.not_after);
  CHECK(again.extensions.key_usage == device.certificate.fields().extensions.key_usage);
  CHECK(again.extensions.subject_key_identifier == device.certificate.fields().extensions.subject_key_identifier);
  CHECK_FALSE(std::get<Made>(same).key);

  auto fresh = renew({device.certificate.fields(), nullptr, KeyKind::kP384, later}, &ca, random_of(41));
  CHECK(std::get<Made>(fresh).certificate.fields().key != device.certificate.fields().key);
  CHECK(std::get<Made>(fresh).certificate.fields().subject == device.certificate.fields().subject);

  auto root_again = renew({root.certificate.fields(), &*root.key, KeyKind::kP256, later}, nullptr, random_of(42));
  const auto& renewed = std::get<Made>(root_again).certificate.fields();
  CHECK(renewed.self_issued());
  CHECK(renewed.extensions.basic_constraints->path_length == 3);

  CHECK(reason(renew({device.certificate.fields(), &*root.key, KeyKind::kP256, later}, &ca, random_of(1))) ==
        Reason::kRenewalKeyOther);
  const Made other = made({.kind = Kind::kRoot, .subject = {"other"}, .validity = kYear}, nullptr, 77);
  const Authority other_ca = authority_of(other);
  CHECK(reason(renew({device.certificate.fields(), nullptr, KeyKind::kP256, later}, &other_ca, random_of(1))) ==
        Reason::kIssuerOther);
}

TEST_CASE("without randomness nothing is made", "[devpki]") {
  const Order order{.kind = Kind::kRoot, .subject = {"root"}, .validity = kYear};
  CHECK(reason(make(order, nullptr, {})) == Reason::kOfTheCore);
  CHECK(reason(make(order, nullptr, Buffer(kMakeRandomOctets))) == Reason::kOfTheCore);
}

TEST_CASE("devpki::make_wrapping: passwords that protect nothing", "[devpki]") {
  const auto why = [](std::string_view password) {
    const auto made = make_wrapping({as_bytes(password), PfxForm::kNone, random_of(1)});
    const auto* refusal = std::get_if<Refusal>(&made);
    return refusal == nullptr ? Reason::kOfTheCore : refusal->reason;
  };
  CHECK(why("1234") == Reason::kPasswordShort);
  CHECK(why("") == Reason::kPasswordShort);
  CHECK(why("123456789012") == Reason::kPasswordGuessed);
  CHECK(why("aaaaaaaaaaaa") == Reason::kPasswordGuessed);
  CHECK(why("abcdefghijkl") == Reason::kPasswordGuessed);
  CHECK(why("correct horse battery") == Reason::kOfTheCore);
  CHECK(std::get<Refusal>(make_wrapping({std::nullopt, PfxForm::kModern, random_of(1)})).reason ==
        Reason::kPasswordShort);
}

}  // namespace
}  // namespace popcert::devpki
