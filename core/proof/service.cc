#include "proof/service.h"

#include <algorithm>

namespace popcert::proof {
namespace {

constexpr ServiceFacts kServices[] = {
#define POPCERT_SERVICE(enumerator, id, name, characters, least, most, uuid, certain, keys, keys_said, constraints) \
  {Service::enumerator, id, name, characters, least, most, uuid, certain, keys, keys_said, constraints},
#include "services.inc"
};

constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";

bool begins_with_a_uuid(std::string_view code) {
  constexpr std::size_t kUuidCharacters = 36;
  if (code.size() < kUuidCharacters) return false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? code[i] != '-' : kHexDigits.find(code[i]) == kHexDigits.npos) return false;
  }
  return true;
}

}  // namespace

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
         code.find_first_not_of(service.characters) == code.npos && (!service.uuid || begins_with_a_uuid(code));
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
