#include "base/error.h"

#include <algorithm>

namespace popcert {
namespace {

/// As `split_text` takes it. No default label: -Wswitch turns a code without text into an error.
const char* line_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInputEmpty:
      return "INPUT_EMPTY|empty-input|"
             "There is nothing in this input.|"
             "Choose another file, or paste its text.";
    case ErrorCode::kInputTooLarge:
      return "INPUT_TOO_LARGE|limit|"
             "This file is larger than {value} MiB; keys and certificates are far smaller.|"
             "Choose the file that holds only the key or the certificate.";
    case ErrorCode::kInputNotRecognized:
      return "INPUT_NOT_RECOGNIZED|not-recognized|"
             "This is neither a key nor a certificate in any known format.|"
             "Choose a .pem, .key, .crt, .cer, .der, .pfx or .p12 file.";
    case ErrorCode::kTextMalformed:
      return "TEXT_MALFORMED|malformed|"
             "This text is damaged: its character encoding is broken.|"
             "Copy the file again in binary mode, or save it as plain text (UTF-8).";
    case ErrorCode::kBase64Malformed:
      return "BASE64_MALFORMED|malformed|"
             "The base64 text contains characters that do not belong there, or some are missing.|"
             "Copy the whole text again, from the BEGIN line to the END line.";
    case ErrorCode::kPemEndMissing:
      return "PEM_END_MISSING|truncated|"
             "The text stops before its END line.|"
             "Copy the whole text again, from the BEGIN line to the END line.";
    case ErrorCode::kPemEndMismatch:
      return "PEM_END_MISMATCH|malformed|"
             "The BEGIN and END lines name different things.|"
             "Two texts may have been mixed up: copy one whole block again.";
    case ErrorCode::kPemBeginMissing:
      return "PEM_BEGIN_MISSING|malformed|"
             "There is an END line, but no BEGIN line before it.|"
             "Copy the whole text again, from the BEGIN line to the END line.";
    case ErrorCode::kPemEmpty:
      return "PEM_EMPTY|malformed|"
             "There is nothing between the BEGIN and END lines.|"
             "Export the key or certificate again.";
    case ErrorCode::kPemTooManyBlocks:
      return "PEM_TOO_MANY_BLOCKS|limit|"
             "This file holds more than {value} PEM blocks.|"
             "Save the key, or the CA's certificate, in a file of its own.";
    case ErrorCode::kPemHeaderMalformed:
      return "PEM_HEADER_MALFORMED|malformed|"
             "The Proc-Type or DEK-Info line, which says how the key is encrypted, is damaged.|"
             "Export the key again, for example with: openssl pkey -in FILE -aes256 -out key.pem";
    case ErrorCode::kPemLabelUnknown:
      return "PEM_LABEL_UNKNOWN|not-recognized|"
             "The BEGIN line names something that popcert does not know.|"
             "Choose a file with a BEGIN PRIVATE KEY or BEGIN CERTIFICATE line.";
    case ErrorCode::kDerTruncated:
      return "DER_TRUNCATED|truncated|"
             "This file was cut short: a part of it is missing.|"
             "Copy or export it again.";
    case ErrorCode::kDerMalformed:
      return "DER_MALFORMED|malformed|"
             "This file is damaged, or was written against the rules of its format.|"
             "Export it again as PEM or DER.";
    case ErrorCode::kDerTrailing:
      return "DER_TRAILING|trailing-data|"
             "Something follows after the end of the key or certificate that does not belong to it.|"
             "Save each key and certificate in a file of its own, or all of them as PEM text.";
    case ErrorCode::kDerTooDeep:
      return "DER_TOO_DEEP|limit|"
             "This file is nested deeper than any real key or certificate.|"
             "Export it again as PEM or DER.";
    case ErrorCode::kJsonMalformed:
      return "JSON_MALFORMED|malformed|"
             "This looks like a JSON Web Key, but it is damaged.|"
             "Export the key again, or convert it to PEM.";

    case ErrorCode::kObjectIsPublicKey:
      return "OBJECT_IS_PUBLIC_KEY|wrong-object|"
             "This is a public key.|"
             "The private key belongs here: it is in the file whose BEGIN line says PRIVATE KEY, or in a .pfx or .p12.";
    case ErrorCode::kObjectIsCertificateRequest:
      return "OBJECT_IS_CERTIFICATE_REQUEST|wrong-object|"
             "This is a certificate request (CSR).|"
             "Choose what the CA made of it, or the CA's own files.";
    case ErrorCode::kObjectIsCrl:
      return "OBJECT_IS_CRL|wrong-object|"
             "This is a certificate revocation list (CRL).|"
             "Choose the CA's key or certificate instead.";
    case ErrorCode::kObjectIsParameters:
      return "OBJECT_IS_PARAMETERS|wrong-object|"
             "This file holds only key parameters, no key.|"
             "The key is in the block whose BEGIN line says PRIVATE KEY.";
    case ErrorCode::kObjectIsCertificate:
      return "OBJECT_IS_CERTIFICATE|wrong-object|"
             "This is a certificate, not a private key.|"
             "Put it into the certificate field. The private key is in a file of its own, often .key or .pfx.";
    case ErrorCode::kObjectIsPrivateKey:
      return "OBJECT_IS_PRIVATE_KEY|wrong-object|"
             "This is a private key, not a certificate.|"
             "Put it into the private key field, and the CA's certificate (.crt, .cer, .pem) here.";
    case ErrorCode::kObjectIsPkcs7:
      return "OBJECT_IS_PKCS7|wrong-object|"
             "This is a PKCS #7 file (.p7b): it can hold certificates, but no private key.|"
             "Use it for the certificate, and choose a .pem, .key or .pfx file for the key.";
    case ErrorCode::kObjectIsKeyReference:
      return "OBJECT_IS_KEY_REFERENCE|wrong-object|"
             "This file only points to a key inside a device (HSM, TPM or smart card).|"
             "The key itself cannot be read out. Sign with the device's own tool.";
    case ErrorCode::kFormatJavaKeystore:
      return "FORMAT_JAVA_KEYSTORE|unsupported-algorithm|"
             "This is a Java keystore (JKS or JCEKS).|"
             "Convert it with: keytool -importkeystore -srckeystore FILE -destkeystore key.p12 -deststoretype PKCS12";
    case ErrorCode::kFormatPutty:
      return "FORMAT_PUTTY|unsupported-algorithm|"
             "This is a PuTTY key (.ppk).|"
             "Convert it with: puttygen FILE -O private-openssh -o key, then: ssh-keygen -p -m PEM -f key";
    case ErrorCode::kFormatOpenSsh:
      return "FORMAT_OPENSSH|unsupported-algorithm|"
             "This is an OpenSSH key.|"
             "Convert a copy of it with: ssh-keygen -p -m PEM -f COPY";
    case ErrorCode::kFormatPgp:
      return "FORMAT_PGP|unsupported-algorithm|"
             "This is a PGP key or message.|"
             "Choose the CA's X.509 files instead.";
    case ErrorCode::kFormatArchive:
      return "FORMAT_ARCHIVE|not-recognized|"
             "This is a packed archive, such as a ZIP file.|"
             "Unpack it and choose the file inside.";
    case ErrorCode::kFormatPfx:
      return "FORMAT_PFX|unsupported-algorithm|"
             "This is a PKCS #12 file (.pfx, .p12), which cannot be read yet.|"
             "Convert it with: openssl pkcs12 -in FILE -nodes -out key-and-certificate.pem";

    case ErrorCode::kKeyEncrypted:
      return "KEY_ENCRYPTED|password-required|"
             "This file is protected by a password.|"
             "Type the password it was made with.";
    case ErrorCode::kPasswordWrong:
      return "PASSWORD_WRONG|wrong-password|"
             "The password does not open this file.|"
             "Check upper and lower case and the keyboard layout. Some tools set an empty password: then type none.";
    case ErrorCode::kKdfTooCostly:
      return "KDF_TOO_COSTLY|kdf-limit|"
             "This file demands an absurd amount of work to check its password ({value}, and the bound is far lower).|"
             "Export the key again with ordinary settings, for example: openssl pkcs8 -topk8 -in FILE -out key.pem";
    case ErrorCode::kCipherUnsupported:
      return "CIPHER_UNSUPPORTED|unsupported-algorithm|"
             "This file is encrypted with {name}, which popcert does not read.|"
             "Convert it with: openssl pkey -in FILE -aes256 -out key.pem";
    case ErrorCode::kKdfUnsupported:
      return "KDF_UNSUPPORTED|unsupported-algorithm|"
             "The password of this file is processed with {name}, which popcert does not know.|"
             "Convert it with: openssl pkey -in FILE -aes256 -out key.pem";
    case ErrorCode::kMacUnsupported:
      return "MAC_UNSUPPORTED|unsupported-algorithm|"
             "The integrity of this file is protected with {name}, which popcert does not know.|"
             "Convert it with: openssl pkcs12 -in FILE -nodes -out key-and-certificate.pem";
    case ErrorCode::kEncryptionUnsupported:
      return "ENCRYPTION_UNSUPPORTED|unsupported-algorithm|"
             "This file is protected by {name}, which popcert does not read.|"
             "Export it again with a password only.";
    case ErrorCode::kPasswordNotUtf8:
      return "PASSWORD_NOT_UTF8|malformed|"
             "The password contains characters that could not be read.|"
             "Type it instead of pasting it.";
    case ErrorCode::kEncryptedContentMalformed:
      return "ENCRYPTED_CONTENT_MALFORMED|malformed|"
             "The description of how this file is encrypted is damaged.|"
             "Export the key again.";
    case ErrorCode::kTooManyItems:
      return "TOO_MANY_ITEMS|limit|"
             "This file holds more than {value} keys and certificates.|"
             "Export only the CA's key and certificate.";

    case ErrorCode::kKeyMalformed:
      return "KEY_MALFORMED|malformed|"
             "This private key is damaged: its parts do not follow its format.|"
             "Export the key again.";
    case ErrorCode::kKeyVersionUnsupported:
      return "KEY_VERSION_UNSUPPORTED|unsupported-algorithm|"
             "This private key has format version {value}, which is not defined.|"
             "Convert it with: openssl pkey -in FILE -out key.pem";
    case ErrorCode::kKeyTypeUnsupported:
      return "KEY_TYPE_UNSUPPORTED|unsupported-algorithm|"
             "This key is of type {name}; the provisioning service takes RSA and EC (P-256, P-384, P-521).|"
             "Use a CA with an RSA or EC key.";
    case ErrorCode::kCurveUnsupported:
      return "CURVE_UNSUPPORTED|unsupported-algorithm|"
             "This EC key uses {name}; only P-256, P-384 and P-521 as named curves are supported.|"
             "Use a CA on one of these curves, or with an RSA key.";
    case ErrorCode::kRsaInconsistent:
      return "RSA_INCONSISTENT|invalid-key|"
             "The numbers of this RSA key do not belong together ({name} does not hold): the file is damaged.|"
             "Take the key from a backup. Check one with: openssl pkey -in FILE -check -noout";
    case ErrorCode::kRsaTooSmall:
      return "RSA_TOO_SMALL|weak-key|"
             "This RSA key has {value} bits, which is too weak; 2048 is the least.|"
             "Use a CA with a stronger key.";
    case ErrorCode::kRsaTooLarge:
      return "RSA_TOO_LARGE|limit|"
             "This RSA key has {value} bits; popcert signs with up to 4096.|"
             "Sign with OpenSSL, or use a CA with a key of 2048 to 4096 bits.";
    case ErrorCode::kRsaUnusable:
      return "RSA_UNUSABLE|invalid-key|"
             "The numbers of this RSA key are not those of a usable key ({name}).|"
             "Take the key from a backup. Check one with: openssl pkey -in FILE -check -noout";
    case ErrorCode::kEcScalarOutOfRange:
      return "EC_SCALAR_OUT_OF_RANGE|invalid-key|"
             "The private number of this EC key is outside the range of its curve: the file is damaged.|"
             "Take the key from a backup.";
    case ErrorCode::kEcPublicKeyMismatch:
      return "EC_PUBLIC_KEY_MISMATCH|invalid-key|"
             "The public half in this key file does not belong to the private half: the file is damaged.|"
             "Take the key from a backup.";
    case ErrorCode::kEcPointInvalid:
      return "EC_POINT_INVALID|invalid-key|"
             "The public point of this EC key does not lie on its curve.|"
             "Export the key or certificate again.";
    case ErrorCode::kKeyMissing:
      return "KEY_MISSING|no-private-key|"
             "There is no private key in this file.|"
             "Choose the file that holds the CA's private key.";
    case ErrorCode::kKeyAmbiguous:
      return "KEY_AMBIGUOUS|ambiguous|"
             "This file holds {value} private keys, and no certificate tells which one is meant.|"
             "Choose the CA's certificate too, or save the key in a file of its own.";
    case ErrorCode::kPublicExponentTooLarge:
      return "PUBLIC_EXPONENT_TOO_LARGE|limit|"
             "The public exponent of this RSA key has {value} bits; popcert reads up to 32.|"
             "Use a CA with an ordinary RSA key (exponent 65537).";
    case ErrorCode::kPublicExponentUnusable:
      return "PUBLIC_EXPONENT_UNUSABLE|invalid-key|"
             "The public exponent of this RSA key is not an odd number from 3 to 4294967295.|"
             "Use a CA with an ordinary RSA key (exponent 65537).";

    case ErrorCode::kCertificateMissing:
      return "CERTIFICATE_MISSING|no-certificate|"
             "There is no certificate in this file.|"
             "Choose the CA's certificate (.crt, .cer or .pem).";
    case ErrorCode::kCaCertificateMissing:
      return "CA_CERTIFICATE_MISSING|no-certificate|"
             "The CA's certificate is still missing.|"
             "Choose the certificate (.crt, .cer or .pem) that you uploaded to the service.";
    case ErrorCode::kCertificateMalformed:
      return "CERTIFICATE_MALFORMED|malformed|"
             "This certificate is damaged: its {name} cannot be read.|"
             "Export the certificate again.";
    case ErrorCode::kCertificateVersionUnsupported:
      return "CERTIFICATE_VERSION_UNSUPPORTED|unsupported-algorithm|"
             "This certificate has a version that is not defined.|"
             "Export the certificate again.";
    case ErrorCode::kCertificateDuplicateExtension:
      return "CERTIFICATE_DUPLICATE_EXTENSION|malformed|"
             "This certificate has an extension twice, so that programs disagree about it.|"
             "Have the CA's certificate issued again.";
    case ErrorCode::kCertificateTimeMalformed:
      return "CERTIFICATE_TIME_MALFORMED|malformed|"
             "The validity of this certificate is not a date.|"
             "Have the CA's certificate issued again.";
    case ErrorCode::kCertificateKeyUnsupported:
      return "CERTIFICATE_KEY_UNSUPPORTED|unsupported-algorithm|"
             "This certificate's key is of type {name}; the provisioning service takes RSA and EC.|"
             "Use a CA with an RSA key, or with EC on P-256, P-384 or P-521.";
    case ErrorCode::kCertificateKeyInvalid:
      return "CERTIFICATE_KEY_INVALID|invalid-key|"
             "The public key in this certificate is not a usable key.|"
             "Export the certificate again.";
    case ErrorCode::kCertificateNotCa:
      return "CERTIFICATE_NOT_CA|cert-not-ca|"
             "This certificate is not a CA certificate: it may not issue others.|"
             "Choose the certificate of the CA that you uploaded to the service (basicConstraints CA:TRUE).";
    case ErrorCode::kCertificateCaUnstated:
      return "CERTIFICATE_CA_UNSTATED|cert-not-ca|"
             "This certificate does not say whether it is a CA (it is of an old kind, without basicConstraints).|"
             "The service may refuse it. If it does, have the CA's certificate issued again with CA:TRUE.";
    case ErrorCode::kCertificateNoKeyCertSign:
      return "CERTIFICATE_NO_KEY_CERT_SIGN|cert-no-keycertsign|"
             "This CA certificate does not allow its key to sign certificates (keyUsage lacks keyCertSign).|"
             "Choose the certificate of the CA that you uploaded to the service.";
    case ErrorCode::kCertificateExpired:
      return "CERTIFICATE_EXPIRED|cert-expired|"
             "This CA certificate expired on {date}.|"
             "Upload a current certificate of the CA to the service, and choose it here.";
    case ErrorCode::kCertificateNotYetValid:
      return "CERTIFICATE_NOT_YET_VALID|cert-not-yet-valid|"
             "This CA certificate is valid only from {date} on.|"
             "Check this computer's date, or wait until then.";
    case ErrorCode::kKeyNotOfThisCertificate:
      return "KEY_NOT_OF_THIS_CERTIFICATE|key-cert-mismatch|"
             "The private key does not belong to this certificate.|"
             "Choose the key that was made with this CA, or the certificate of this key. The service would say that "
             "the issuer cannot be found in the chain.";
    case ErrorCode::kKeyOfNoCertificate:
      return "KEY_OF_NO_CERTIFICATE|key-cert-mismatch|"
             "The private key belongs to none of the {value} certificates.|"
             "Choose the key that was made with this CA, or the CA's own certificate. The service would say that the "
             "issuer cannot be found in the chain.";
    case ErrorCode::kCertificateSubjectEmpty:
      return "CERTIFICATE_SUBJECT_EMPTY|malformed|"
             "This CA certificate has an empty subject, so nothing can name it as issuer.|"
             "Have the CA's certificate issued again.";
    case ErrorCode::kCertificateNameUnreadable:
      return "CERTIFICATE_NAME_UNREADABLE|malformed|"
             "A name in this CA certificate is not the text that it says to be (its characters are damaged), so that "
             "other "
             "programs cannot read it.|"
             "Have the CA's certificate issued again.";
    case ErrorCode::kCertificateWeakKey:
      return "CERTIFICATE_WEAK_KEY|weak-key|"
             "This CA's RSA key has {value} bits, which is too weak; the service wants 2048 or more.|"
             "Use a CA with a stronger key.";
    case ErrorCode::kCertificateExtensionMalformed:
      return "CERTIFICATE_EXTENSION_MALFORMED|malformed|"
             "The extension {name} of this certificate is damaged.|"
             "Have the CA's certificate issued again.";
    case ErrorCode::kCertificateSelfSignatureWrong:
      return "CERTIFICATE_SELF_SIGNATURE_WRONG|malformed|"
             "This CA certificate says that it signed itself, but its signature is not one of its own key: it was "
             "forged or "
             "damaged.|"
             "Take the CA's certificate from the CA itself, or from the service that it was uploaded to.";
    case ErrorCode::kCertificateSignedByOtherKey:
      return "CERTIFICATE_SIGNED_BY_OTHER_KEY|invalid-request|"
             "This CA certificate has the same name as its issuer, but was signed with another key than its own.|"
             "That is right for a CA that has changed its key. If yours has not, choose the CA's own certificate.";
    case ErrorCode::kCaDiffersFromKeyFile:
      return "CA_DIFFERS_FROM_KEY_FILE|invalid-request|"
             "The key's own file holds another certificate of this key than the one that was chosen, which signs.|"
             "That is right for a renewed CA. Compare it with the certificate that was uploaded to the service.";
    case ErrorCode::kCaOfKeyFileUsed:
      return "CA_OF_KEY_FILE_USED|invalid-request|"
             "The CA certificate that was sent differs from the one in the key's own file; the one in the key's file "
             "signs.|"
             "If the other one is right, choose the CA's certificate by hand.";

    case ErrorCode::kChainTooLong:
      return "CHAIN_TOO_LONG|limit|"
             "There are {value} certificates here, far more than a device's chain has.|"
             "Choose a file that holds only the device's chain.";
    case ErrorCode::kChainTooTangled:
      return "CHAIN_TOO_TANGLED|limit|"
             "Too many of these certificates have the same names to find the chain among them.|"
             "Choose a file that holds only the device's chain.";

    case ErrorCode::kCodeEmpty:
      return "CODE_EMPTY|empty-input|"
             "There is no verification code.|"
             "Paste the code that the service shows for the uploaded CA.";
    case ErrorCode::kCodeTooLong:
      return "CODE_TOO_LONG|limit|"
             "This verification code has {value} characters; a common name holds 64.|"
             "Paste the code alone.";
    case ErrorCode::kCodeForbiddenCharacter:
      return "CODE_FORBIDDEN_CHARACTER|malformed|"
             "This verification code contains {name}.|"
             "Copy the code again from the service, and paste it alone.";
    case ErrorCode::kCodeNotUtf8:
      return "CODE_NOT_UTF8|malformed|"
             "This verification code contains characters that cannot be read.|"
             "Copy the code again from the service.";
    case ErrorCode::kCodeUnlikeService:
      return "CODE_UNLIKE_SERVICE|invalid-request|"
             "This code does not look like the ones that Azure (48 characters, 0-9 and A-Z) or AWS (64, 0-9 and a-f) "
             "hand out.|"
             "Sign it only if the service itself shows exactly this, and typed or pasted by hand.";
    case ErrorCode::kCodeTrimmed:
      return "CODE_TRIMMED|invalid-request|"
             "White space around the code was removed.|"
             "";
    case ErrorCode::kCodeLooksWrapped:
      return "CODE_LOOKS_WRAPPED|invalid-request|"
             "This code contains {name}, which services do not use in codes.|"
             "Paste the code alone. It would be signed exactly as it stands.";
    case ErrorCode::kTooManyCodes:
      return "TOO_MANY_CODES|limit|"
             "These are {value} verification codes; 1,000 at once are the most.|"
             "Sign them in several parts.";
    case ErrorCode::kCodeUnconfirmed:
      return "CODE_UNCONFIRMED|invalid-request|"
             "This code may be a name, and nobody has confirmed that a service shows it, so it was not signed.|"
             "Compare it with the page of the service, and confirm it.";
    case ErrorCode::kCodeLooksLikeName:
      return "CODE_LOOKS_LIKE_NAME|invalid-request|"
             "This looks like a device's or a person's name. Signed, it is an identity under your CA.|"
             "Sign it only if the service shows exactly this as its verification code.";
    case ErrorCode::kCodeIsUuid:
      return "CODE_IS_UUID|invalid-request|"
             "This has the form of a UUID: some services (Huawei, Tencent, Scaleway, Alibaba) hand out such codes, but "
             "a "
             "device's name can look the same.|"
             "Sign it only if the service shows exactly this as its verification code.";
    case ErrorCode::kCodeLetterCase:
      return "CODE_LETTER_CASE|invalid-request|"
             "This has the form of an Azure code, but Azure writes its codes in capital letters.|"
             "Copy the code again from the service: it compares letter by letter, and it would be signed as it stands.";
    case ErrorCode::kValidityEmpty:
      return "VALIDITY_EMPTY|invalid-request|"
             "The validity ends before it begins.|"
             "Choose an end that lies after the beginning.";
    case ErrorCode::kValidityOutsideCa:
      return "VALIDITY_OUTSIDE_CA|invalid-request|"
             "The validity that was asked for lies outside the CA's own.|"
             "Choose dates within the CA certificate's validity.";
    case ErrorCode::kValidityNotNow:
      return "VALIDITY_NOT_NOW|invalid-request|"
             "With these dates the certificate is not valid today.|"
             "The service checks it when you upload it: choose dates around that day.";
    case ErrorCode::kValidityTooLong:
      return "VALIDITY_TOO_LONG|invalid-request|"
             "The certificate would be valid for {value} days; 90 are the most for a proof.|"
             "Choose an earlier end: the service looks at it once, when it is uploaded.";
    case ErrorCode::kTimeUnusable:
      return "TIME_UNUSABLE|invalid-request|"
             "A date lies outside the years 1950 to 9999.|"
             "Check the dates and this computer's clock.";
    case ErrorCode::kClockLooksWrong:
      return "CLOCK_LOOKS_WRONG|invalid-request|"
             "This computer says that today is {date}, which lies before this program was made.|"
             "Set the clock, or the certificate may not be valid when the service checks it.";
    case ErrorCode::kSubjectKeyUnusable:
      return "SUBJECT_KEY_UNUSABLE|invalid-request|"
             "The public key for the certificate cannot be used.|"
             "Give an RSA or EC public key as SubjectPublicKeyInfo (BEGIN PUBLIC KEY).";
    case ErrorCode::kAlgorithmUnproven:
      return "ALGORITHM_UNPROVEN|invalid-request|"
             "The CA signs with {name}. Azure is publicly known to accept RSA and P-256 with SHA-256 only.|"
             "Go on and try it; if the service refuses, use a CA with one of these.";
    case ErrorCode::kSignatureEmpty:
      return "SIGNATURE_EMPTY|empty-input|"
             "There is no signature.|"
             "Paste or choose what the device or service gave for these octets.";
    case ErrorCode::kSignatureOtherAlgorithm:
      return "SIGNATURE_OTHER_ALGORITHM|key-cert-mismatch|"
             "This is a signature by {name}, which is not what this CA's key makes.|"
             "Sign with the key of the CA whose certificate was chosen.";
    case ErrorCode::kSignatureWrongLength:
      return "SIGNATURE_WRONG_LENGTH|malformed|"
             "This signature has {value} octets, which is not the length that this CA's key makes.|"
             "Paste all of it, as base64, hex or a file of its octets. If it is whole, it is another key's.";
    case ErrorCode::kSignatureRaw:
      return "SIGNATURE_RAW|malformed|"
             "This signature is r and s side by side; a certificate holds them as DER.|"
             "Let the tool write DER (ASN.1), or convert it: SEQUENCE { INTEGER r, INTEGER s }.";
    case ErrorCode::kSignatureNotDer:
      return "SIGNATURE_NOT_DER|malformed|"
             "This is not an ECDSA signature in DER.|"
             "Paste all of it, as base64, hex or a file of its octets.";
    case ErrorCode::kSignatureReversed:
      return "SIGNATURE_REVERSED|malformed|"
             "The octets of this signature stand from last to first, as Windows' CryptoAPI writes them.|"
             "Reverse their order.";
    case ErrorCode::kSignatureOtherHash:
      return "SIGNATURE_OTHER_HASH|unsupported-algorithm|"
             "This signature was made with {name}, not with the hash that the certificate names.|"
             "Sign again with the hash that is shown beside the octets to sign.";
    case ErrorCode::kSignatureOfDigest:
      return "SIGNATURE_OF_DIGEST|malformed|"
             "What was signed is the digest of the digest: the tool hashed what was hashed already.|"
             "Give the tool the octets to sign themselves, or tell it that they are a digest.";
    case ErrorCode::kSignatureWithoutDigestInfo:
      return "SIGNATURE_WITHOUT_DIGEST_INFO|malformed|"
             "This signature is over the bare digest, without the header that names the hash (DigestInfo).|"
             "Let the tool hash, or put the DigestInfo before the digest. With openssl pkeyutl: -pkeyopt "
             "digest:sha256.";
    case ErrorCode::kSignaturePss:
      return "SIGNATURE_PSS|unsupported-algorithm|"
             "This is an RSA-PSS signature, but the certificate says PKCS #1 v1.5.|"
             "Sign again with RSASSA-PKCS1-v1_5, which tools also call RS256.";
    case ErrorCode::kSignatureOfOtherKey:
      return "SIGNATURE_OF_OTHER_KEY|key-cert-mismatch|"
             "This signature is not the CA key's over these octets.|"
             "It was made with another key, or over something else: sign exactly these octets with the key of this CA.";
    case ErrorCode::kRandomFailed:
      return "RANDOM_FAILED|internal|"
             "This computer's source of random numbers failed, so nothing was signed.|"
             "Restart the browser or use another computer.";
    case ErrorCode::kSignatureFailed:
      return "SIGNATURE_FAILED|internal|"
             "The finished certificate did not pass its own verification, so it was thrown away.|"
             "The private key may be damaged. Check it with: openssl pkey -in FILE -check -noout";
    case ErrorCode::kOutOfMemory:
      return "OUT_OF_MEMORY|limit|"
             "There was not enough memory for this.|"
             "Close other pages and try again.";
  }
  return "INTERNAL|internal|This error has no name yet.|Please report the steps that led here.";
}

}  // namespace

ErrorText split_text(std::string_view line) {
  std::string_view parts[4];
  for (auto& part : parts) {
    part = line.substr(0, line.find('|'));
    line.remove_prefix(std::min(part.size() + 1, line.size()));
  }
  return {parts[0], parts[1], parts[2], parts[3]};
}

ErrorText text_of(ErrorCode code) { return split_text(line_of(code)); }

Facts facts_of(const Error& error) { return {error.value, 0, std::string(error.name)}; }

std::string message_of(const Error& error) { return filled(text_of(error.code).message, facts_of(error)); }
std::string hint_of(const Error& error) { return filled(text_of(error.code).hint, facts_of(error)); }

}  // namespace popcert
