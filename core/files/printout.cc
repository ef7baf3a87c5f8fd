#include "files/printout.h"

namespace popcert::files {
namespace {

/// Two words that stand in a printout; the line that exports what was printed.
struct Printout {
  std::string_view first, second, line;
};

constexpr Printout kPrintouts[] = {
    {"Private-Key: (", "", "openssl pkey -in FILE -out key.pem"},
    {"Certificate Request:", "Signature Algorithm:", "openssl x509 -in FILE -out ca.pem"},
    {"Public Key Algorithm:", "Signature Algorithm:", "openssl x509 -in FILE -out ca.pem"},
    {"Not Before:", "Subject:", "openssl x509 -in FILE -out ca.pem"},
    {"issuer=", "subject=", "openssl x509 -in FILE -out ca.pem"},
    {"Fingerprint=", "", "openssl x509 -in FILE -out ca.pem"},
    {" hl=", "UTCTIME", "openssl x509 -in FILE -out ca.pem"},
    {" hl=", "prim: ", "openssl pkey -in FILE -out key.pem"},
    {"X509 Certificate:", "Signature Algorithm:", "certutil -encode FILE ca.pem"},
    {"CertUtil:", "", "certutil -encode FILE ca.pem"},
    {"Cert Hash(sha1)", "", "certutil -encode FILE ca.pem"},
    {"X.509 Certificate Information:", "", "certtool -i --infile FILE --outfile ca.pem"},
    {"Public Key Info:", "Public Key Algorithm:", "certtool -k --infile FILE --outfile key.pem"},
    {"Certificate fingerprint", "", "keytool -exportcert -rfc -alias NAME -keystore FILE -file ca.pem"},
    {"Thumbprint", "Subject", "Export-Certificate -Cert CERT -FilePath ca.cer"},
};

}  // namespace

std::optional<std::string_view> line_for_printout(Bytes text) {
  const std::string_view all(reinterpret_cast<const char*>(text.data()), text.size());
  for (const auto& printout : kPrintouts) {
    if (all.find(printout.first) != all.npos && all.find(printout.second) != all.npos) return printout.line;
  }
  return std::nullopt;
}

}  // namespace popcert::files
