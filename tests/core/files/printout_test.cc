#include "files/printout.h"

#include <catch_amalgamated.hpp>

namespace popcert::files {
namespace {

TEST_CASE("files::line_for_printout: what tools print, and the line that exports the thing", "[files]") {
  struct Case {
    std::string_view text, line;
  };
  const auto c = GENERATE(values<Case>({
      // openssl pkey -text -noout
      {"Private-Key: (256 bit, 2 primes)\npriv:\n    00:11", "openssl pkey -in FILE -out key.pem"},
      // openssl x509 -text -noout
      {"Certificate:\n  Signature Algorithm: x\n  Subject Public Key Info:\n    Public Key Algorithm: rsaEncryption",
       "openssl x509 -in FILE -out ca.pem"},
      // openssl x509 -subject -issuer, -fingerprint
      {"subject=CN = x\nissuer=CN = y\n", "openssl x509 -in FILE -out ca.pem"},
      {"sha256 Fingerprint=AA:BB", "openssl x509 -in FILE -out ca.pem"},
      // openssl asn1parse, of a certificate and of a key
      {"    0:d=0  hl=4 l= 1 cons: SEQUENCE\n  9:d=2  hl=2 l=13 prim: UTCTIME", "openssl x509 -in FILE -out ca.pem"},
      {"    0:d=0  hl=4 l= 1 cons: SEQUENCE\n  9:d=2  hl=2 l=13 prim: INTEGER", "openssl pkey -in FILE -out key.pem"},
      // certutil -dump; certtool -i; keytool -list
      {"X509 Certificate:\nVersion: 3\nSignature Algorithm:", "certutil -encode FILE ca.pem"},
      {"CertUtil: -dump command completed successfully.", "certutil -encode FILE ca.pem"},
      {"X.509 Certificate Information:\n\tVersion: 3", "certtool -i --infile FILE --outfile ca.pem"},
      {"Certificate fingerprint (SHA-256): AA", "keytool -exportcert -rfc -alias NAME -keystore FILE -file ca.pem"},
      // Get-ChildItem Cert:
      {"Thumbprint    Subject\n-----  ----", "Export-Certificate -Cert CERT -FilePath ca.cer"},
  }));
  CHECK(line_for_printout(as_bytes(c.text)) == c.line);
}

TEST_CASE("files::line_for_printout: one word of two is none", "[files]") {
  for (const std::string_view text : {"", "subject=x", "Signature Algorithm: sha256", "d=0 hl=4 cons:", "Subject: x",
                                      "-----BEGIN CERTIFICATE-----", "Thumbprint"}) {
    CAPTURE(text);
    CHECK_FALSE(line_for_printout(as_bytes(text)));
  }
}

}  // namespace
}  // namespace popcert::files
