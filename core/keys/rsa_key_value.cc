#include "keys/rsa_key_value.h"

#include <string>
#include <string_view>

#include "keys/rsa_numbers.h"
#include "pem/base64.h"

namespace popcert::keys {
namespace {

constexpr std::string_view kRoots[] = {"RSAKeyValue", "RSAParameters"};

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
  constexpr std::string_view kNames[] = {"Modulus", "Exponent", "D", "P", "Q", "DP", "DQ", "InverseQ"};
  OwnedRsaNumbers numbers;
  std::size_t found = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto text = element(xml, kNames[i]);
    if (!text) continue;
    auto octets = pem::decode_base64(*text);
    if (!octets) return Error{octets.error().code};
    numbers[i] = std::move(*octets);
    ++found;
  }
  const bool is_public = numbers[0].size() > 0 && numbers[1].size() > 0 && found == 2;
  if (is_public) return Error{ErrorCode::kObjectIsPublicKey};
  if (found < numbers.size()) return Error{ErrorCode::kKeyMalformed};
  return rsa_private_key(numbers);
}

}  // namespace popcert::keys
