#include "keys/rsa_key_value.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "keys/rsa_numbers.h"
#include "pem/base64.h"

namespace popcert::keys {
namespace {

constexpr std::string_view kRoots[] = {"RSAKeyValue", "RSAParameters"};
constexpr std::array<std::string_view, 8> kNames = {"Modulus", "Exponent", "D", "P", "Q", "DP", "DQ", "InverseQ"};

std::string_view characters(Bytes text) { return {reinterpret_cast<const char*>(text.data()), text.size()}; }

/// What stands in the first element of that name; nothing if there is none.
std::optional<Bytes> element(Bytes xml, std::string_view name) {
  const auto text = characters(xml);
  const auto open = text.find(std::string("<").append(name).append(">"));
  if (open == text.npos) return std::nullopt;
  const auto start = open + name.size() + 2;
  const auto close = text.find(std::string("</").append(name).append(">"), start);
  if (close == text.npos) return std::nullopt;
  return xml.subspan(start, close - start);
}

/// The member whose name differs by capitals at most: .NET's JSON has "Modulus" or "modulus", as it was set up.
std::optional<JsonValue> member_in_any_letters(const JsonValue& object, std::string_view name) {
  constexpr auto same = [](char one, char other) { return (one | 0x20) == (other | 0x20); };
  JsonList members(object);
  while (const auto member = members.next()) {
    if (std::equal(member->name.begin(), member->name.end(), name.begin(), name.end(), same)) return member->value;
  }
  return std::nullopt;
}

/// text_of(name): the base64 of a number, or nothing
template <typename TextOf>
Result<crypto::PrivateKey> decode_named(TextOf text_of) {
  OwnedRsaNumbers numbers;
  std::size_t found = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto text = text_of(kNames[i]);
    if (!text) continue;
    auto octets = pem::decode_base64(text->expose());
    if (!octets) return Error{octets.error().code};
    numbers[i] = std::move(*octets);
    ++found;
  }
  const bool is_public = numbers[0].size() > 0 && numbers[1].size() > 0 && found == 2;
  if (is_public) return Error{ErrorCode::kObjectIsPublicKey};
  if (found < numbers.size()) return Error{ErrorCode::kKeyMalformed};
  return rsa_private_key(numbers);
}

}  // namespace

std::optional<XmlExtent> find_rsa_key_value(Bytes text, std::size_t from) {
  const auto all = characters(text);
  for (const auto root : kRoots) {
    const auto start = all.find(std::string("<").append(root), from);
    if (start == all.npos) continue;
    const auto end_tag = std::string("</").append(root).append(">");
    const auto end = all.find(end_tag, start);
    return XmlExtent{start, end == all.npos ? all.size() : end + end_tag.size()};
  }
  return std::nullopt;
}

Result<crypto::PrivateKey> decode_rsa_key_value(Bytes xml) {
  return decode_named([&](std::string_view name) -> std::optional<Secret> {
    const auto text = element(xml, name);
    if (!text) return std::nullopt;
    return Secret::copy_of(*text);
  });
}

bool is_rsa_parameters(const JsonValue& object) {
  return member_in_any_letters(object, kNames.front()) && member_in_any_letters(object, kNames.back());
}

Result<crypto::PrivateKey> decode_rsa_parameters(const JsonValue& object) {
  return decode_named([&](std::string_view name) -> std::optional<Secret> {
    const auto member = member_in_any_letters(object, name);
    if (!member || member->kind != JsonKind::kString) return std::nullopt;
    return unescaped(*member);
  });
}

}  // namespace popcert::keys
