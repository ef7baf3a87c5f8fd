#include <emscripten/bind.h>

#include "values.h"
#include "x509/extension_text.h"

// describe: what a file's certificates say, for people.

namespace {

using namespace popcert;
using namespace popcert::wasm;

val describe(const val& octets) {
  const Secret der = take_secret(octets);
  val out = val::array();
  for (const auto& extension : x509::extension_texts(der.expose())) {
    val one = val::object();
    put(one, "id", extension.id);
    put(one, "name", extension.name);
    put_flag(one, "critical", extension.critical);
    put(one, "text", extension.text);
    push(out, one);
  }
  return out;
}

}  // namespace

EMSCRIPTEN_BINDINGS(popcert_describe) { emscripten::function("describe", &describe); }
