#include "proof/service.h"

#include <algorithm>

#include "base/hex.h"

namespace popcert::proof {
namespace {

constexpr ServiceFacts kServices[] = {
#define POPCERT_SERVICE(enumerator, id, name, characters, least, most, uuid, certain, keys, keys_said, constraints) \
  {Service::enumerator, id, name, characters, least, most, uuid, certain, keys, keys_said, constraints},
#include "services.inc"
};

}  // namespace

bool is_like_a_uuid(std::string_view text) {
  constexpr std::size_t kUuidCharacters = 36;
  if (text.size() < kUuidCharacters) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !hex_digit(static_cast<std::uint8_t>(text[i]))) return false;
  }
  return true;
}

std::span<const ServiceFacts> all_services() { return kServices; }

const ServiceFacts& facts_of(Service service) { return kServices[static_cast<std::size_t>(service) - 1]; }

Service service_named(std::string_view id) {
  for (const auto& facts : kServices) {
    if (facts.id == id) return facts.service;
  }
  return Service::kNone;
}

bool has_form_of(const ServiceFacts& service, std::string_view code) {
  if (service.characters.empty()) return true;
  return code.size() >= service.least && code.size() <= service.most &&
         code.find_first_not_of(service.characters) == code.npos && (!service.uuid || is_like_a_uuid(code));
}

std::vector<Service> services_of(std::string_view code) {
  std::vector<Service> out;
  for (const auto& facts : kServices) {
    if (!facts.characters.empty() && has_form_of(facts, code)) out.push_back(facts.service);
  }
  return out;
}

bool takes_key(const ServiceFacts& service, const crypto::PublicKey& key) {
  const auto* ec = std::get_if<crypto::EcPublicKey>(&key);
  const std::string_view name = ec != nullptr ? crypto::facts_of(ec->curve).name : "RSA";
  return service.keys.find(name) != service.keys.npos;
}

}  // namespace popcert::proof
