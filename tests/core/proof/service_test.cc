#include "proof/service.h"

#include <catch_amalgamated.hpp>
#include <set>

namespace popcert::proof {
namespace {

using Ids = std::set<std::string_view>;

Ids ids_of(std::string_view code) {
  Ids out;
  for (const auto service : services_of(code)) out.insert(facts_of(service).id);
  return out;
}

TEST_CASE("proof::facts_of: each service is found by its id, and has its own", "[proof]") {
  CHECK(all_services().size() >= 10);
  Ids seen;
  for (const auto& facts : all_services()) {
    CAPTURE(facts.id);
    CHECK(seen.insert(facts.id).second);
    CHECK(&facts_of(facts.service) == &facts);
    CHECK(service_named(facts.id) == facts.service);
    CHECK(facts.least <= facts.most);
    CHECK_FALSE(facts.name.empty());
  }
  CHECK(service_named("") == Service::kNone);
  CHECK(service_named("Azure") == Service::kNone);
  CHECK(service_named("azure ") == Service::kNone);
}

TEST_CASE("proof::is_like_a_uuid: hyphens at four places, hexadecimal digits elsewhere", "[proof][rfc9562]") {
  const std::string uuid = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";  // RFC 9562 4
  CHECK(is_like_a_uuid(uuid));
  CHECK(is_like_a_uuid(uuid + "0a"));
  CHECK_FALSE(is_like_a_uuid(uuid + "-0"));
  CHECK_FALSE(is_like_a_uuid(uuid.substr(1)));
  CHECK_FALSE(is_like_a_uuid(""));
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    std::string changed = uuid;
    changed[i] = uuid[i] == '-' ? '0' : '-';
    CHECK_FALSE(is_like_a_uuid(changed));
  }
}

TEST_CASE("proof::services_of: by characters and length", "[proof]") {
  CHECK(ids_of(std::string(48, 'A')) == Ids{"alibaba-iot", "azure", "azure-central"});
  CHECK(ids_of(std::string(48, 'Z')) == Ids{"azure", "azure-central"});
  CHECK(ids_of(std::string(48, 'a')) == Ids{"alibaba-iot"});  // Azure's are in capitals
  CHECK(ids_of(std::string(64, 'a')) == Ids{"alibaba-iot", "aws"});
  CHECK(ids_of(std::string(65, 'a')).empty());
  CHECK(ids_of("f81d4fae-7dec-11d0-a765-00a0c91e6bf6") == Ids{"huawei", "scaleway", "tencent-mqtt"});
  CHECK(ids_of("f81d4fae-7dec-11d0-a765-00a0c91e6bf60") == Ids{"alibaba-mqtt"});
  CHECK(ids_of("f81d4fae07dec-11d0-a765-00a0c91e6bf6").empty());  // characters and length alone are a UUID's
  CHECK(ids_of("a.b-c6") == Ids{"openziti"});
  CHECK(ids_of("a.b-c").empty());
  CHECK(ids_of("").empty());
  // Of one no form is known: any code has it, and none tells of it.
  CHECK(has_form_of(facts_of(service_named("tencent-iot")), "?"));
}

TEST_CASE("proof::takes_key: a curve is not taken for another one", "[proof]") {
  const crypto::PublicKey rsa = crypto::RsaPublicKey{{1}, {3}}, p256 = crypto::EcPublicKey{crypto::Curve::kP256, {}},
                          p384 = crypto::EcPublicKey{crypto::Curve::kP384, {}};
  const auto takes = [](std::string_view id, const crypto::PublicKey& key) {
    return takes_key(facts_of(service_named(id)), key);
  };
  CHECK((takes("azure", rsa) && takes("azure", p256) && !takes("azure", p384)));
  CHECK((takes("aws", rsa) && takes("aws", p256) && takes("aws", p384)));
  CHECK((takes("huawei", rsa) && !takes("huawei", p256)));
}

}  // namespace
}  // namespace popcert::proof
