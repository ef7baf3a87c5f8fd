#include "pem/pem.h"

#include <catch_amalgamated.hpp>

#include "base/limits.h"
#include "core/crypto/hex.h"
#include "core/fixture.h"
#include "sentences/sentence.h"

namespace popcert::pem {
namespace {

using test::to_hex;

/// Each block as "LABEL=hex", or "LABEL!ERROR"; what the tables below compare.
std::string summary(std::string_view text) {
  const auto found = blocks(as_bytes(text));
  if (!found) return std::string(sentence_of(found.error().code).id);
  std::string out;
  for (const auto& block : *found) {
    if (!out.empty()) out += ' ';
    out += block.label;
    out += block.error ? "!" + std::string(sentence_of(block.error->code).id) : "=" + to_hex(block.der.expose());
    if (block.dek_info) out += "," + *block.proc_type + "," + *block.dek_info;
  }
  return out;
}

std::string replaced(std::string text, std::string_view from, std::string_view by) {
  for (auto at = text.find(from); at != text.npos; at = text.find(from, at + by.size()))
    text.replace(at, from.size(), by);
  return text;
}

std::string prefixed(std::string_view prefix, const std::string& text) {
  auto out = std::string(prefix) + replaced(text, "\n", "\n" + std::string(prefix));
  return out.substr(0, out.size() - prefix.size());
}

// printf 'textual encoding' | base64 -w 12
const std::string kPem = "-----BEGIN X Y-----\ndGV4dHVhbCBl\nbmNvZGluZw==\n-----END X Y-----\n";
const std::string kFound = "X Y=7465787475616c20656e636f64696e67";

TEST_CASE("pem::blocks: text as people have it", "[text][rfc7468]") {
  struct Case {
    std::string_view name;
    std::string text;
  };
  const std::string smart = "\xc2\xa0", body = "dGV4dHVhbCBlbmNvZGluZw==";
  const auto escaped = replaced(kPem, "\n", "\\n");
  const auto c = GENERATE_COPY(values<Case>({
      {"as generated", kPem},
      {"CRLF", replaced(kPem, "\n", "\r\n")},
      {"CR only", replaced(kPem, "\n", "\r")},
      {"CR CR LF, as a transfer in text mode leaves it", replaced(kPem, "\n", "\r\r\n")},
      {"no last line end", kPem.substr(0, kPem.size() - 1)},
      {"trailing blanks", replaced(kPem, "\n", " \t\n")},
      {"blank lines", replaced(kPem, "\n", "\n\n")},
      {"indented", prefixed("    ", kPem)},
      {"tabs", prefixed("\t", kPem)},
      {"quoted in a mail", prefixed("> ", kPem)},
      {"quoted twice", prefixed("> > ", kPem)},
      {"quoted without a blank", prefixed(">>", kPem)},
      {"table border", prefixed(" | ", kPem)},
      {"table borders", replaced(prefixed("| ", kPem), "\n", " |\n")},
      {"comment of a shell", prefixed("# ", kPem)},
      {"comment of an INI file", prefixed("; ", kPem)},
      {"comment of C", "/*\n" + prefixed(" * ", kPem) + " */\n"},
      {"a list's lines", prefixed("- ", kPem)},
      {"comment of C++", prefixed("// ", kPem)},
      {"comment of C++ without a blank", prefixed("//", kPem)},
      {"comment of SQL", prefixed("-- ", kPem)},
      {"comment of a batch file", prefixed("REM ", kPem)},
      {"added in a difference", prefixed("+", kPem)},
      {"removed in a difference", prefixed("-", kPem)},
      {"cat -n",
       "     9\t-----BEGIN X Y-----\n    10\tdGV4dHVhbCBl\n    11\tbmNvZGluZw==\n    12\t-----END X Y-----\n"},
      {"grep -n -A", "9:-----BEGIN X Y-----\n10-dGV4dHVhbCBl\n11-bmNvZGluZw==\n12------END X Y-----\n"},
      {"a log",
       "[ 9.1] app-1  | -----BEGIN X Y-----\n[10.2] app-1  | dGV4dHVhbCBl\n[10.3] app-1  | bmNvZGluZw==\n"
       "[11.0] app-1  | -----END X Y-----\n"},
      {"echo",
       "echo -----BEGIN X Y-----> k1\necho dGV4dHVhbCBl>> k1\necho bmNvZGluZw==>> k1\necho -----END X Y----->> k1\n"},
      {"printf", replaced(prefixed("printf '%s\\n' '", kPem), "\n", "' >> key\n")},
      {"cat -A", replaced(kPem, "\n", "$\n")},
      {"comments behind strings", replaced(prefixed("  \"", kPem), "\n", "\\n\" // 1 of 4\n")},
      {"blank lines in a comment", replaced(prefixed("// ", kPem), "bmNv", "\n//\n// bmNv")},
      {"PowerShell's line ends", replaced(kPem, "\n", "`r`n")},
      {"PowerShell's line ends in strings", "\"" + replaced(kPem, "\n", "`n\" +\n  \"") + "\""},
      {"strings of JavaScript", "[`" + replaced(kPem, "\n", "`,\n `") + "`]"},
      {"HTML's blanks", replaced(kPem, "\n", "&nbsp;\n")},
      {"XML's digits", replaced(replaced(kPem, "=", "&#x3D;"), "V", "&#86;")},
      {"JSON's digits", replaced(kPem, "=", "\\u003D")},
      {"a frame", replaced(prefixed("\xe2\x94\x82 ", kPem), "\n", " \xe2\x94\x82\n")},
      {"line separators", replaced(kPem, "\n", "\xe2\x80\xa8")},
      {"soft hyphens", replaced(kPem, "HVh", "HV\xc2\xadh")},
      {"HTML's line ends", replaced(kPem, "\n", "<br/>\n")},
      {"HTML's paragraphs", replaced(kPem, "\n", "</p>\n<p class=\"x\">")},
      {"XML's line ends", replaced(kPem, "\n", "&#13;&#xA;")},
      {"Java's properties", replaced(replaced(kPem, "\n", "\\n\\\n"), "=", "\\=")},
      {"text around", "Dear all,\n--\n" + kPem + "--\nregards"},
      {"text on the same line", "key: " + kPem.substr(0, kPem.size() - 1) + " # the key"},
      {"bag attributes", "Bag Attributes\n    localKeyID: 01 \nKey Attributes: <No Attributes>\n" + kPem},
      {"one line of base64", "-----BEGIN X Y-----\n" + body + "\n-----END X Y-----\n"},
      {"all on one line", replaced(kPem, "\n", " ")},
      {"all on one line without blanks", replaced(kPem, "\n", "")},
      {"one character per line", replaced(kPem, body.substr(0, 12), "d\nG\nV\n4\nd\nH\nV\nh\nb\nC\nB\nl")},
      {"escaped", escaped},
      {"escaped with CR", replaced(kPem, "\n", "\\r\\n")},
      {"escaped twice", replaced(kPem, "\n", "\\\\n")},
      {"JSON", R"({"key": ")" + escaped + R"(", "other": 1})"},
      {"JSON in JSON", R"("{\"key\": \")" + replaced(kPem, "\n", "\\\\n") + R"(\"}")"},
      {".env", "KEY='" + escaped + "'"},
      {"C source", "const char key[] =\n" + replaced(prefixed("  \"", kPem), "\n", "\\n\"\n") + ";"},
      {"shell, continued lines", replaced(kPem, "\n", " \\\n")},
      {"padding left away", replaced(kPem, "==", "")},
      {"no-break spaces", replaced(kPem, "\n", smart + "\n")},
      {"zero width space", replaced(kPem, "bmN",
                                    "\xe2\x80\x8b"
                                    "bmN")},
      {"mark in the middle of files put together", "text\n\xef\xbb\xbf" + kPem},
      {"NUL before", std::string(1, '\0') + kPem},
      {"headers", replaced(kPem, "Y-----\nd", "Y-----\nComment: exported\nX-Foo: bar: baz\n\nd")},
      {"headers, CRLF", replaced(replaced(kPem, "Y-----\nd", "Y-----\nComment: exported\n\nd"), "\n", "\r\n")},
      {"headers without a blank line", replaced(kPem, "Y-----\nd", "Y-----\nComment: exported\nd")},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(summary(c.text) == kFound); }
}

TEST_CASE("pem::blocks: lines with other dashes", "[text]") {
  struct Case {
    std::string_view name, begin, end;
  };
  const auto c = GENERATE(values<Case>({
      {"one hyphen", "-BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"},
      {"four", "----BEGIN CERTIFICATE----", "----END CERTIFICATE----"},
      {"six", "------BEGIN CERTIFICATE------", "------END CERTIFICATE------"},
      {"em and en dash",
       "\xe2\x80\x94\xe2\x80\x93"
       "BEGIN CERTIFICATE\xe2\x80\x94\xe2\x80\x93",
       "\xe2\x80\x94"
       "END CERTIFICATE\xe2\x80\x94"},
      {"minus sign",
       "\xe2\x88\x92"
       "BEGIN CERTIFICATE\xe2\x88\x92",
       "-----END CERTIFICATE-----"},
      {"full width",
       "\xef\xbc\x8d"
       "BEGIN CERTIFICATE\xef\xbc\x8d",
       "-----END CERTIFICATE-----"},
      {"mixed", "\xe2\x80\x94--BEGIN CERTIFICATE-----", "-----END CERTIFICATE--\xe2\x80\x94"},
      {"none at the end of the line", "-----BEGIN CERTIFICATE", "-----END CERTIFICATE"},
  }));
  DYNAMIC_SECTION(c.name) {
    CHECK(summary(std::string(c.begin) + "\nAAAA\n" + std::string(c.end) + "\n") == "CERTIFICATE=000000");
  }
}

TEST_CASE("pem::blocks: of a private key one line has to be as it should", "[text]") {
  const std::string four = "----BEGIN PRIVATE KEY-----\nAAAA\n", end = "-----END PRIVATE KEY-----\n";
  CHECK(summary(four + end) == "PRIVATE KEY=000000");
  CHECK(summary("-----BEGIN PRIVATE KEY-----\nAAAA\n----END PRIVATE KEY-----\n") == "PRIVATE KEY=000000");
  CHECK(summary(four + "----END PRIVATE KEY-----\n") == "PRIVATE KEY!PEM_MARKERS_MALFORMED");
}

TEST_CASE("pem::blocks: strings of source code, and what stands between them", "[text]") {
  struct Case {
    std::string_view name, before, between, after;
  };
  const auto c = GENERATE(values<Case>({
      {"Java", "\"", "\\n\" +\n    \"", "\\n\";"},
      {"plus in front", "'", "\\n'\n  + '", "\\n'"},
      {"PHP and Perl", "'", "' . \"\\n\" .\n'", "';"},
      {"Visual Basic", "\"", "\" & vbCrLf & _\n\"", "\""},
      {"C#", "\"", "\" + Environment.NewLine +\n\"", "\""},
      {"list of lines", "[\"", "\",\n  \"", "\"]"},
      {"Python, bytes", "b\"", "\\n\"\n    b\"", "\\n\""},
      {"Go, raw", "`", "` + \"\\n\" +\n`", "`"},
      {"Rust", "\"", "\\n\\\n    ", "\""},
  }));
  DYNAMIC_SECTION(c.name) {
    const auto lines = kPem.substr(0, kPem.size() - 1);
    CHECK(summary(std::string(c.before) + replaced(lines, "\n", c.between) + std::string(c.after)) == kFound);
  }
}

TEST_CASE("pem::blocks: defects", "[text][rfc7468]") {
  struct Case {
    std::string_view name;
    std::string text, result;
  };
  const auto begin = std::string("-----BEGIN X-----\n"), end = std::string("-----END X-----\n");
  const auto c = GENERATE_COPY(values<Case>({
      {"no marker", "dGV4dHVhbA==\n", ""},
      {"four dashes and a label that nobody knows", "----BEGIN X----\nAAAA\n----END X----\n", ""},
      {"typographic dashes and such a label", "\xe2\x80\x94-BEGIN X\xe2\x80\x94-\nAAAA\n", ""},
      {"prose", "a well-BEGIN key-performer - BEGIN\n", ""},
      {"both lines of a private key", "----BEGIN PRIVATE KEY----\nAAAA\n----END PRIVATE KEY----\n",
       "PRIVATE KEY!PEM_MARKERS_MALFORMED"},
      {"other dashes, END missing", "-BEGIN CERTIFICATE-\nAAAA\n", "CERTIFICATE!PEM_END_MISSING"},
      {"END missing", begin + "AAAA\n", "X!PEM_END_MISSING"},
      {"END cut", begin + "AAAA\n-----END X--", "X!PEM_END_MISSING"},
      {"BEGIN alone", begin, "X!PEM_END_MISSING"},
      {"BEGIN missing", "AAAA\n" + end, "X!PEM_BEGIN_MISSING"},
      {"END of another", begin + "AAAA\n-----END Y-----\n", "X!PEM_END_MISMATCH"},
      {"END in lower case", begin + "AAAA\n-----END x-----\n", "X!PEM_END_MISMATCH"},
      {"a listing's numbers", replaced(begin + "AAAA\n" + end, "AAAA", "2: AAAA"), "X!BASE64_MALFORMED"},
      {"an entity that is a digit", begin + "AA&#43;A\n" + end, "X=000f80"},
      {"an entity that is none", begin + "AA&#43A\n" + end, "X!BASE64_MALFORMED"},
      {"an entity or a tag without an end", begin + "AA&#13\n<AA\n" + end, "X!BASE64_MALFORMED"},
      {"nothing inside", begin + end, "X!PEM_EMPTY"},
      {"blanks inside", begin + " \r\n\t\n" + end, "X!PEM_EMPTY"},
      {"headers alone inside", begin + "A: B\nC: D\n\n" + end, "X!PEM_EMPTY"},
      {"BEGIN twice", begin + begin + "AAAA\n" + end, "X!PEM_EMPTY X=000000"},
      {"next BEGIN before the END", begin + "AAAA\n" + begin + "BBBB\n" + end, "X!PEM_END_MISSING X=041041"},
      {"broken behind sound", kPem + begin + "AA*A\n" + end, kFound + " X!BASE64_MALFORMED"},
      {"sound behind broken", begin + "AA*A\n" + end + kPem, "X!BASE64_MALFORMED " + kFound},
      {"sound behind END alone", end + kPem, "X!PEM_BEGIN_MISSING " + kFound},
      {"END and BEGIN on one line", kPem.substr(0, kPem.size() - 1) + kPem, kFound + " " + kFound},
      {"URL-safe", begin + "AA-_\n" + end, "X!BASE64_MALFORMED"},
      {"NUL inside", begin + std::string("AAA\0A", 5) + end, "X!BASE64_MALFORMED"},
      {"padding in the middle", begin + "AA==\nAA==\n" + end, "X!BASE64_MALFORMED"},
      {"escape that is none", begin + "AA\\u0041AA\n" + end, "X!BASE64_MALFORMED"},
      {"PGP checksum", begin + "AAAA\n=abcd\n" + end, "X!BASE64_MALFORMED"},
      {"label with other letters", "-----BEGIN \xd0\x90-----\nAAAA\n-----END \xd0\x90-----\n", "!PEM_LABEL_UNKNOWN"},
      {"label missing", "-----BEGIN -----\nAAAA\n-----END -----\n", "!PEM_LABEL_UNKNOWN"},
      {"label of 64", "-----BEGIN " + std::string(64, 'K') + "-----\nAAAA\n-----END " + std::string(64, 'K') + "-----",
       std::string(64, 'K') + "=000000"},
      {"label of 65", "-----BEGIN " + std::string(65, 'K') + "-----\nAAAA\n-----END " + std::string(65, 'K') + "-----",
       ""},
      {"BEGIN line broken", "-----BEGIN\nX-----\nAAAA\n" + end, "X!PEM_BEGIN_MISSING"},
  }));
  DYNAMIC_SECTION(c.name) { CHECK(summary(c.text) == c.result); }
}

TEST_CASE("pem::blocks: headers of OpenSSL's old encryption", "[text][rfc1421]") {
  struct Case {
    std::string_view name, headers, result;
  };
  const auto c = GENERATE(values<Case>({
      {"as OpenSSL", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00FF\n\n",
       "X=000000,4,ENCRYPTED,AES-128-CBC,00FF"},
      {"blank before a colon", "\nProc-Type: 4,ENCRYPTED\nDEK-Info : A,0\n\n", "X!PEM_HEADER_MALFORMED"},
      {"blanks after commas", "\n Proc-Type:\t4, ENCRYPTED \r\n DEK-Info:A ,1\n", "X=000000,4,ENCRYPTED,A,1"},
      {"on one line", " Proc-Type: 4,ENCRYPTED DEK-Info: DES-EDE3-CBC, 00FF ",
       "X=000000,4,ENCRYPTED,DES-EDE3-CBC,00FF"},
      {"escaped", "\\nProc-Type: 4,ENCRYPTED\\nDEK-Info: A,0\\n\\n", "X=000000,4,ENCRYPTED,A,0"},
      {"other order", "\nDEK-Info: A,0\nComment: c\nProc-Type: 4,ENCRYPTED\n\n", "X=000000,4,ENCRYPTED,A,0"},
      {"vector missing is the cipher's business", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: A\n\n",
       "X=000000,4,ENCRYPTED,A"},
      {"DEK-Info missing", "\nProc-Type: 4,ENCRYPTED\n\n", "X!PEM_HEADER_MALFORMED"},
      {"DEK-Info empty", "\nProc-Type: 4,ENCRYPTED\nDEK-Info:\n\n", "X!PEM_HEADER_MALFORMED"},
      {"Proc-Type missing", "\nDEK-Info: A,0\n\n", "X!PEM_HEADER_MALFORMED"},
      {"another version", "\nProc-Type: 3,ENCRYPTED\nDEK-Info: A,0\n\n", "X!PEM_HEADER_MALFORMED"},
      {"another type", "\nProc-Type: 4,MIC-CLEAR\nDEK-Info: A,0\n\n", "X!PEM_HEADER_MALFORMED"},
      {"twice", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: A,0\nDEK-Info: A,1\n\n", "X!PEM_HEADER_MALFORMED"},
      {"name that is none", "\nA b: c\n\n", "X!BASE64_MALFORMED"},
      {"no name", "\n: c\n\n", "X!PEM_HEADER_MALFORMED"},
  }));
  DYNAMIC_SECTION(c.name) {
    CHECK(summary("-----BEGIN X-----" + std::string(c.headers) + "AAAA\n-----END X-----\n") == c.result);
  }
}

TEST_CASE("pem::blocks: limits", "[text]") {
  const auto many = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "-----BEGIN X-----\nAAAA\n-----END X-----\n";
    return text;
  };
  const auto most = many(kMaxBlocks), more = many(kMaxBlocks + 1);
  const auto found = blocks(as_bytes(most));
  REQUIRE(found);
  CHECK(found->size() == kMaxBlocks);
  const auto refused = blocks(as_bytes(more));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::kPemTooManyBlocks);
  CHECK(refused.error().value == static_cast<std::int64_t>(kMaxBlocks));

  std::string headers;
  for (std::size_t i = 0; i < kMaxHeaders; ++i) headers += "A: B\n";
  CHECK(summary("-----BEGIN X-----\n" + headers + "\nAAAA\n-----END X-----\n") == "X=000000");
  CHECK(summary("-----BEGIN X-----\nA: B\n" + headers + "\nAAAA\n-----END X-----\n") == "X!PEM_HEADER_MALFORMED");
  const auto info = "A," + std::string(kMaxHeaderOctets - 2, '0');
  const auto encrypted = "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: " + info;
  CHECK(summary(encrypted + "\n\nAAAA\n-----END X-----\n") == "X=000000,4,ENCRYPTED," + info);
  CHECK(summary(encrypted + "0\n\nAAAA\n-----END X-----\n") == "X!PEM_HEADER_MALFORMED");
}

TEST_CASE("pem::blocks: four MiB of nothing but beginnings take no time to speak of", "[text]") {
  const auto piece = GENERATE(values<std::string_view>(
      {"-", "-----BEGIN ", "-----END ", "-----BEGIN A", ">", "\\", "\\n", "A: ", "\xc2", "-----BEGIN X-----\n: "}));
  std::string text = "-----BEGIN X-----\n";
  while (text.size() + piece.size() + 20 < kMaxInputOctets) text += piece;
  text += "\n-----END X-----\n";
  CAPTURE(piece);
  const auto found = blocks(as_bytes(text));  // ctest's time limit is the judge
  if (found) {
    for (const auto& block : *found) CHECK(block.error);
  } else {
    CHECK(found.error().code == ErrorCode::kPemTooManyBlocks);
  }
}

TEST_CASE("pem::blocks: offsets are those of the text", "[text]") {
  const std::string text = "before\n" + kPem + "-----BEGIN Z-----\nAAA*\n-----END Z-----\n";
  const auto found = blocks(as_bytes(text));
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  CHECK((*found)[0].offset == 7);
  CHECK((*found)[0].end == 7 + kPem.size() - 1);
  CHECK((*found)[1].end == text.size() - 1);
  CHECK((*found)[1].offset == 7 + kPem.size());
  CHECK((*found)[1].error->offset == text.find('*'));
}

TEST_CASE("pem::blocks: cut at every length, OpenSSL's file is whole or an error", "[text]") {
  const auto file = GENERATE(values<std::string>({"keys/p256-pkcs8.pem", "encrypted/old-p256-aes256.pem"}));
  const auto whole = test::fixture(file);
  const std::string_view text(reinterpret_cast<const char*>(whole.data()), whole.size());
  const auto all = summary(text);
  REQUIRE(all.find('=') != all.npos);
  for (std::size_t size = 0; size + 1 < text.size(); ++size) {
    CAPTURE(size);
    const auto part = summary(text.substr(0, size));
    // Up to the dashes behind the END line's words; without them the block is whole.
    const bool whole_block = size + 6 >= text.size();
    CHECK((part.empty() || part.find("!PEM_END_MISSING") != part.npos || (whole_block && part == all)));
  }
  CHECK(summary(text.substr(0, text.size() - 1)) == all);
}

TEST_CASE("pem::bare_base64", "[text]") {
  const auto result = [](const std::string& text) {
    const auto secret = bare_base64(as_bytes(text));
    return secret ? to_hex(secret->expose()) : std::string(sentence_of(secret.error().code).id);
  };
  CHECK(result("MAMCAQU=") == "3003020105");
  CHECK(result("  \"MAMC\\nAQU=\"\n") == "3003020105");
  CHECK(result("> MAMC\n> AQU=") == "3003020105");
  CHECK(result("LS0tLS1CRUdJTiBYLS0tLS0=") == to_hex(as_bytes("-----BEGIN X-----")));
  CHECK(result("MIIEvgIBADANBgkqhkiG9w0*AQEF") == "BASE64_MALFORMED");
  CHECK(result("MIIEvgIBADANBgkqhkiG9w0BAQEFA") == "BASE64_MALFORMED");
  CHECK(result("AAAA") == "000000");
  CHECK(result("  -_-_\n") == "fbffbf");
  for (const auto* text : {"tests", "hello world!", "MAC address of the printer in room 5", "a-b+", "A"}) {
    CAPTURE(text);
    CHECK(result(text) == "INPUT_NOT_RECOGNIZED");
  }
}

TEST_CASE("pem::encode_pem writes what OpenSSL writes", "[text][rfc7468]") {
  const auto name = GENERATE(values<std::string>({"certs/ca-p256", "certs/ca-rsa4096"}));
  const auto expected = test::fixture(name + ".pem");
  CHECK(encode_pem("CERTIFICATE", test::fixture(name + ".der")) == std::string(expected.begin(), expected.end()));
}

}  // namespace
}  // namespace popcert::pem
