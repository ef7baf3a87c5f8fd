#include <emscripten/bind.h>

#include "base/hex.h"
#include "crypto/digest.h"
#include "devpki/id.h"
#include "devpki/make.h"
#include "devpki/wrapping.h"
#include "files/contents.h"
#include "pem/pem.h"
#include "values.h"
#include "x509/name.h"

// popcert-devpki: the boundary of development certificates, a module of its own. popcert-devpki.d.ts says what each
// object looks like. It gives keys out, which the signer's module never does.

namespace {

using namespace popcert;
using namespace popcert::wasm;

// -- JavaScript to C++; the TypeScript in front lets only the words through that are known here.

template <class T, std::size_t N>
T word_of(const val& text, const std::pair<std::string_view, T> (&words)[N]) {
  const auto given = text.as<std::string>();
  for (const auto& [word, value] : words) {
    if (word == given) return value;
  }
  return words[0].second;
}

devpki::Kind take_kind(const val& text) {
  using enum devpki::Kind;
  return word_of<devpki::Kind>(text, {{"device", kDevice},
                                      {"root", kRoot},
                                      {"intermediate", kIntermediate},
                                      {"edge-ca", kEdgeCa},
                                      {"server", kServer},
                                      {"verification", kVerification}});
}

devpki::KeyKind take_key_kind(const val& text) {
  using enum devpki::KeyKind;
  return word_of<devpki::KeyKind>(
      text,
      {{"P-256", kP256}, {"P-384", kP384}, {"RSA-2048", kRsa2048}, {"RSA-3072", kRsa3072}, {"RSA-4096", kRsa4096}});
}

devpki::PfxForm take_pfx_form(const val& text) {
  using enum devpki::PfxForm;
  return word_of<devpki::PfxForm>(text, {{"none", kNone}, {"modern", kModern}, {"old", kOld}});
}

std::vector<std::string> take_texts(const val& texts) {
  std::vector<std::string> out;
  for (std::size_t i = 0, count = texts["length"].as<std::size_t>(); i < count; ++i) {
    out.push_back(texts[i].as<std::string>());
  }
  return out;
}

x509::Period take_period(const val& input) { return {take_time(input["notBefore"]), take_time(input["notAfter"])}; }

// -- C++ to JavaScript

val refused(const devpki::Refusal& refusal) {
  using enum devpki::Input;
  const auto sentence = devpki::sentence_of(refusal);
  const auto facts = devpki::facts_of(refusal);
  std::vector<Parameter> used;
  val error = val::object(), parameters = val::object();
  put(error, "code", sentence.id);
  put(error, "category", sentence.category);
  put(error, "message", filled(sentence.message, facts, &used));
  put(error, "hint", filled(sentence.hint, facts, &used));
  for (const auto& [word, text] : used) parameters.set(std::string(word), text);
  put(error, "parameters", parameters);
  switch (refusal.input) {
    case kNone: put_null(error, "input"); break;
    case kIds: put(error, "input", "ids"); break;
    case kSubject: put(error, "input", "subject"); break;
    case kNames: put(error, "input", "serverNames"); break;
    case kValidity: put(error, "input", "validity"); break;
    case kIssuer: put(error, "input", "issuer"); break;
    case kIssuerPassword: put(error, "input", "issuerPassword"); break;
    case kPassword: put(error, "input", "password"); break;
    case kCertificate: put(error, "input", "certificate"); break;
  }
  put(error, "line", static_cast<double>(refusal.input == kIds ? refusal.facts.second : 0));
  val out = val::object();
  put_flag(out, "ok", false);
  put(out, "error", error);
  return out;
}

void put_certificate(val& out, const x509::Certificate& certificate) {
  put(out, "pem", pem::encode_pem("CERTIFICATE", certificate.der));
  put(out, "subject", x509::name_text(certificate.subject));
  put(out, "commonName", x509::short_name_text(certificate.subject));
  put(out, "issuer", x509::name_text(certificate.issuer));
  put(out, "serial", hex(certificate.serial));
  put_time(out, "notBefore", certificate.not_before);
  put_time(out, "notAfter", certificate.not_after);
  put(out, "sha1", fingerprint(crypto::Hash::kSha1, certificate.der));
  put(out, "sha256", fingerprint(crypto::Hash::kSha256, certificate.der));
}

// -- A run: who signs and how keys leave, read and derived once

struct Run {
  std::optional<devpki::Authority> authority;
  devpki::Wrapping wrapping;
};

std::optional<Run> run;

val check_ids(const val& texts) {
  const auto ids = take_texts(texts);
  val out = val::array();
  for (const auto& refusal : devpki::check_ids(ids)) push(out, refused(refusal)["error"]);
  return out;
}

std::string folder_name(const std::string& id) { return devpki::folder_name(id); }

/// Opens a run; one that is open is closed before.
val open(const val& input) {
  run.reset();
  const OptionalSecret certificate(input["issuerCertificate"]), key(input["issuerKey"]),
      issuer_password(input["issuerPassword"]), password(input["password"]);
  const Secret random = take_secret(input["random"]);
  Run opened;
  if (key.given) {
    auto authority =
        devpki::open_authority(certificate.get(), *key.get(), issuer_password.get(), take_time(input["now"]));
    if (const auto* refusal = std::get_if<devpki::Refusal>(&authority)) return refused(*refusal);
    opened.authority.emplace(std::move(std::get<devpki::Authority>(authority)));
  }
  auto wrapping = devpki::make_wrapping({password.get(), take_pfx_form(input["pfx"]), random.expose()});
  if (const auto* refusal = std::get_if<devpki::Refusal>(&wrapping)) return refused(*refusal);
  opened.wrapping = std::move(std::get<devpki::Wrapping>(wrapping));
  run.emplace(std::move(opened));

  val value = val::object();
  val chain = val::array();
  if (run->authority) {
    for (const auto& each : run->authority->chain()) {
      val item = val::object();
      put_certificate(item, each);
      push(chain, item);
    }
  }
  put(value, "chain", chain);
  return success(value);
}

val handed_out(const devpki::Made& made, bool below, Bytes random) {
  const auto& certificate = made.certificate.fields();
  val value = val::object();
  put_certificate(value, certificate);
  put_null(value, "key");
  put_null(value, "pfx");
  if (made.key) {
    std::vector<Bytes> chain{certificate.der};
    if (below && run->authority) {
      for (const auto& each : run->authority->chain()) chain.push_back(each.der);
    }
    const auto wrapped = run->wrapping.wrap(*made.key, chain, x509::short_name_text(certificate.subject), random);
    if (const auto* refusal = std::get_if<devpki::Refusal>(&wrapped)) return refused(*refusal);
    const auto& files = std::get<devpki::Wrapped>(wrapped);
    put(value, "key", octets_of(files.pem.expose()));
    if (files.pfx) put(value, "pfx", octets_of(*files.pfx));
  }
  return success(value);
}

val finish(const devpki::Outcome<devpki::Made>& made, Bytes random) {
  if (const auto* refusal = std::get_if<devpki::Refusal>(&made)) return refused(*refusal);
  const auto& done = std::get<devpki::Made>(made);
  return handed_out(done, !done.certificate.fields().self_issued(), random);
}

const devpki::Authority* authority() { return run->authority ? &*run->authority : nullptr; }

val make(const val& input) {
  if (!run) return refused({devpki::Reason::kIssuerMissing, devpki::Input::kIssuer});
  const Secret random = take_secret(input["random"]);
  const val subject = input["subject"];
  const auto text = [&subject](const char* name) { return subject[name].as<std::string>(); };
  devpki::Order order{
      .kind = take_kind(input["kind"]),
      .key = take_key_kind(input["keyType"]),
      .subject = {text("commonName"), text("organization"), text("organizationalUnit"), text("locality"), text("state"),
                  text("country")},
      .server_names = take_texts(input["serverNames"]),
      .validity = take_period(input),
  };
  if (input["pathLength"].isNumber()) order.path_length = input["pathLength"].as<unsigned>();
  if (random.size() < devpki::kMakeRandomOctets) {
    return refused({Error{ErrorCode::kRandomFailed}, devpki::Input::kNone});
  }
  return finish(devpki::make(order, authority(), random.expose()), random.expose().subspan(devpki::kMakeRandomOctets));
}

val renew(const val& input) {
  if (!run) return refused({devpki::Reason::kIssuerMissing, devpki::Input::kIssuer});
  const Secret random = take_secret(input["random"]), file = take_secret(input["certificate"]);
  const OptionalSecret key_file(input["key"]), password(input["keyPassword"]);
  if (random.size() < devpki::kMakeRandomOctets) {
    return refused({Error{ErrorCode::kRandomFailed}, devpki::Input::kNone});
  }
  const auto contents = files::read_contents(file.expose(), std::nullopt);
  if (!contents) return refused({contents.error(), devpki::Input::kCertificate});
  if (const auto error = files::reason_to_refuse(*contents, Field::kCaCertificate)) {
    return refused({*error, devpki::Input::kCertificate});
  }
  devpki::Renewal renewal{*contents->certificates().front(), nullptr, take_key_kind(input["keyType"]),
                          take_period(input)};
  std::optional<files::Contents> key_contents;
  if (key_file.given) {
    auto read = files::read_contents(*key_file.get(), password.get());
    if (!read) return refused({read.error(), devpki::Input::kCertificate});
    if (const auto error = files::reason_to_refuse(*read, Field::kPrivateKey)) {
      return refused({*error, devpki::Input::kCertificate});
    }
    key_contents.emplace(std::move(*read));
    renewal.key = &key_contents->private_keys().front()->key;
  }
  return finish(devpki::renew(renewal, authority(), random.expose()),
                random.expose().subspan(devpki::kMakeRandomOctets));
}

/// Nothing of a run is left in memory.
val close(const val&) {
  run.reset();
  return val::undefined();
}

std::string version() { return POPCERT_VERSION; }

}  // namespace

EMSCRIPTEN_BINDINGS(popcert_devpki) {
  emscripten::function("version", &version);
  emscripten::function("checkIds", &check_ids);
  emscripten::function("folderName", &folder_name);
  emscripten::function("open", &with_clean_stack<&open>);
  emscripten::function("make", &with_clean_stack<&make>);
  emscripten::function("renew", &with_clean_stack<&renew>);
  emscripten::function("close", &with_clean_stack<&close>);
}
