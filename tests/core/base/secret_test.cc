#include "base/secret.h"

#include <catch_amalgamated.hpp>
#include <type_traits>
#include <utility>

namespace popcert {
namespace {

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret> && std::is_nothrow_move_assignable_v<Secret>);

// What is left in memory once a secret has ended is for tests/wasm/residue.test.mjs: looking here would be reading freed
// memory.

TEST_CASE("wipe, wipe_fast: all of it, and nothing beside it", "[base]") {
  for (const auto wipe_octets : {&wipe, &wipe_fast}) {
    Buffer octets(67, 0xa5);
    wipe_octets(std::span(octets).subspan(1, 65));
    CHECK(octets.front() == 0xa5);
    CHECK(octets.back() == 0xa5);
    CHECK(std::all_of(octets.begin() + 1, octets.end() - 1, [](auto octet) { return octet == 0; }));
    wipe_octets({});
  }
}

TEST_CASE("Secret: begins as zeros, holds a copy of its own", "[base]") {
  const Secret zeros(5);
  CHECK(equal(zeros.expose(), Buffer(5)));
  Buffer octets{1, 2, 3};
  const Secret copy = Secret::copy_of(octets);
  octets[0] = 9;
  CHECK(equal(copy.expose(), Buffer{1, 2, 3}));
  CHECK(Secret().size() == 0);
  CHECK(Secret::copy_of({}).expose().empty());
}

TEST_CASE("Secret: moved, never copied", "[base]") {
  Secret first = Secret::copy_of(Buffer{1, 2, 3});
  const auto* place = first.expose().data();
  Secret second(std::move(first));
  CHECK(second.expose().data() == place);
  CHECK(first.size() == 0);  // NOLINT: that it holds nothing is what is asked
  CHECK(first.expose().empty());

  // What was held before goes to the other, which wipes it at its end.
  Secret third = Secret::copy_of(Buffer{7, 8});
  third = std::move(second);
  CHECK(equal(third.expose(), Buffer{1, 2, 3}));
  CHECK(equal(second.expose(), Buffer{7, 8}));
  third.writable()[0] = 4;
  CHECK(equal(third.expose(), Buffer{4, 2, 3}));
}

}  // namespace
}  // namespace popcert
